"""Write a document of generated questions: the same number gives the same document."""

from __future__ import annotations

import random
import sys

WORDS = (  # noqa: SIM905 (a list of a hundred quoted words says no more)
    "value object list queue server client thread stack heap module package function method class type index query "
    "table row column cache key hash tree graph node edge path lock state event signal stream buffer page block record "
    "field frame token parser compiler kernel driver socket port route proxy session cookie header body status error "
    "fault retry timeout balance release measure narrow wide early late often never gently"
).split()
CODE = {
    "python": 'def {a}({b}):\n    """Return {c}."""\n    for {c} in range({n}):\n        yield {b}[{c}]  # {a}\n',
    "javascript": "function {a}({b}) {{\n  const {c} = {b}.map((x) => x * {n});\n  return `${{{c}}}`; // {b}\n}}\n",
    "sql": "SELECT {a}, count(*) AS {c}\nFROM {b}\nWHERE {a} > {n}\nGROUP BY {a};\n",
    "bash": 'for {a} in $(ls {b}); do\n  echo "${a}" | grep {c} > /tmp/{b}.{n}\ndone\n',
    "java": 'class {a} {{\n    private final int {b} = {n};\n    String {c}() {{ return "x" + {b}; }}\n}}\n',
}


def document(questions: int) -> str:
    """Return a document of so many questions, every second one with code."""
    chance = random.Random(questions)  # noqa: S311 (the same document every time, no secret)

    def some(count: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(count))

    parts = ["# Generated interview questions\n"]
    for number in range(1, questions + 1):
        parts.append(
            f"## {number}. What does a {some(2)} do with the {some(3)} of {number}?\n\n**Answer:**  "
        )
        parts.append(f"The {some(14)}.  \nIt is **{some(2)}** and `{some(1)}` of the {some(9)}.\n")
        if chance.random() < 0.4:
            parts.append(f"- {some(6)}\n- **{some(1)}**: {some(5)}\n- `{some(1)}` {some(4)}\n")
        if number % 2:
            language = chance.choice(sorted(CODE))
            a, b, c = (chance.choice(WORDS) for _ in range(3))
            code = CODE[language].format(a=a, b=b, c=c, n=chance.randint(1, 99))
            parts.append(f"```{language}\n{code}```\n")
        parts.append("---\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(document(int(sys.argv[1])))
