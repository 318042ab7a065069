"""Cards in real browsers: rendered by the real backend, wrapped as the apps wrap them, looked at, measured.

`cards` renders, `reviewer` wraps, `server` serves, `chromium` and `webkit` visit, `measure.js` looks,
`markup` reads, `checkup` puts it together, and `findings` says what was found.  `browsers` has the fixtures.
"""
