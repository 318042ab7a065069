"""What words sound like: a question or task, a document's name for itself, a section that every README has."""

from __future__ import annotations

import re

from recto.noise import is_contents_heading, is_trailing_section

_ASKS = re.compile(
    r"""[?？؟;](?:\W|$)|\b(?:
        what|how|why|when|where|which|who|whose|explain|describe|define|compare|contrast|discuss|differen(?:ce|tiate|t)|
        list|name|give|tell|write|implement|find|show|state|mention|can|could|do|does|did|is|are|should|would|will|has|have|
        design|given|create|calculate|prove|solve|select|use|get|pros\ and\ cons|advantages
    )\b|什么|如何|怎么|怎样|为什么|为何|哪些|哪个|区别|吗|请|谈谈|说说|介绍|何|とは|ですか|무엇|어떻게|왜|차이|설명|인가|나요|까요|
    что\ такое|как|почему|зачем|какие|чем|какой|qué|cómo|por\ qué|cuál|o\ que|como|qual|was\ ist|wie|warum""",
    re.IGNORECASE | re.VERBOSE,
)
_OF_ITSELF = re.compile(
    r"""question|answer|interview|\bfaqs?\b|q\s*&\s*a|\bq\sand\sa\b|quiz|flash\s*cards?|glossary|jargon|terminology|terms|dictionary|
    definitions|vocabulary|cheat\s*sheet|exercises|trivia|exam|test\syour|面试|问答|题|术语|词汇|质疑|면접|질문|용어|質問|用語|вопрос|
    собеседован|глоссарий|термин|preguntas|entrevista|perguntas|glosario|fragen|glossar|frequently\sasked""",
    re.IGNORECASE | re.VERBOSE,
)
_README = re.compile(
    r"""[^\w]*(?:(?:quick\s*)?(?:start|installation|install(?:ing)?|usage|getting\s+started|features?|requirements|prerequisites|configuration|
    examples?|documentation|docs|api(?:\s+reference)?|options|build(?:ing)?|development|testing|tests|deployment|roadmap|overview|
    introduction|about|background|motivation|summary|conclusion|description|setup|faq|screenshots?|demo|status|
    community|security|support|credits|troubleshooting|table\s+of\s+contents|notes?|tools?|books?|articles?|videos?|links|misc\w*|
    other|others|general|basics?|advanced|translations?|how\s+to\s+use|instructions)\b.{0,24})[^\w]*""",
    re.IGNORECASE | re.VERBOSE,
)


def asks(words: str) -> bool:
    """Tell whether words sound like a question or a task."""
    return _ASKS.search(words) is not None


def announces_questions(title: str) -> bool:
    """Tell whether a title says that questions or terms follow."""
    return _OF_ITSELF.search(title) is not None


def is_ordinary(heading: str) -> bool:
    """Tell whether a heading is one that every README has."""
    return (
        _README.fullmatch(heading) is not None or is_trailing_section(heading) or is_contents_heading(heading)
    )
