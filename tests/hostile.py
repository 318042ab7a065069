"""Markdown and HTML that try to run something, to hide something, or to get out of where they stand."""

from __future__ import annotations

ATTACKS = (
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<SCRIPT SRC=//example.org/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<img src=`javascript:alert(1)`>",
    '<img """><script>alert(1)</script>">',
    "<img src=cat.png onload=alert(1) style='position:fixed'>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href=' javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) [z](vbscript:x)",
    "![x](javascript:alert(1))",
    "<body onload=alert(1)>",
    "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe><frame src=//example.org>",
    "<object data=//example.org><embed src=//example.org><applet code=x>",
    "<form action=//example.org><input name=x><button formaction=javascript:alert(1)>",
    "<meta http-equiv=refresh content='0;url=//example.org'><base href=//example.org>",
    "<link rel=stylesheet href=//example.org/x.css>",
    "<style>@import '//example.org/x.css';</style>",
    "<div style='display:none' class='nightMode' id='answer'>hidden</div>",
    "<details ontoggle=alert(1) open>x</details>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?php <img src=x onerror=alert(1)> ?>",
    "<b x='>'><img src=x onerror=alert(1)>'>",
    "<p\x0bonclick=alert(1)>x</p>",
    "`<img src=x onerror=alert(1)>`",
    "$</span><img src=x onerror=alert(1)>$",
    "```<img>\n<img src=x onerror=alert(1)>\n```",
    '```"><script>\nx\n```',
    "<b>&#2;0&#2;</b> <i title='&#2;0&#2;'>x</i>\n\n```\ncode\n```",
    "\x020\x02",
    "<img alt='<script>' title='\"><script>' src=cat.png>",
    "<a href=&#x6A&#x61&#x76&#x61script:alert(1)>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a> <a href='java\tscript:alert(1)'>y</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>",
    "![x](data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0iYWxlcnQoMSkiLz4=)",
    '![x" onerror="alert(1)](cat.png "y" onerror="alert(1)")',
    '[x](<https://example.org/"onclick="alert(1)>)',
    "<p style='background:url(javascript:alert(1))' background=javascript:alert(1)>x</p>",
    "<div style=width:expression(alert(1))>x</div>",
    "<video poster=javascript:alert(1)><source onerror=alert(1)></video><audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee><input onfocus=alert(1) autofocus><select autofocus onfocus=alert(1)>",
    "<b onmouseover=alert(1) tabindex=0 contenteditable>x</b>",
    "<svg><a xlink:href=javascript:alert(1)><text y=20>x</text></a><set attributeName=onmouseover to=alert(1)></svg>",
    "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
    "<table background=javascript:alert(1)><td background=javascript:alert(1)>x</table>",
    "<template><script>alert(1)</script></template><noembed><img src=x onerror=alert(1)></noembed>",
    r"$\href{javascript:alert(1)}{x}$ \(\let\h\href \h{javascript:alert(1)}{x}\)",
    r"$$\style{position:fixed;inset:0;background:red}{x}$$ $\class{nightMode}{x}$ $\cssId{qa}{x}$",
    r"$\bbox[position:fixed;inset:0;background:red]{x}$",
    r'$\mmlToken{mi}[href="javascript:alert(1)"]{x}$',
    r"$\text{<img src=x onerror=alert(1)>}$ $x</math><img src=x onerror=alert(1)>^2$",
)
"""Each is a question, and an answer."""


def documents() -> tuple[str, ...]:
    """Return a document for each attack, which is in its question, among what is given with it, and in its answer."""
    return tuple(
        f"# Attack {number}\n\n## What does {' '.join(attack.split())} do?\n\n{attack}\n\n**Answer:**\n\n{attack}\n\n"
        f"## What is number {number}?\n\n**Answer:**\n\nAn attack.\n"
        for number, attack in enumerate(ATTACKS, 1)
    )
