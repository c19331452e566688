"""The wordings of safety directives in English: which words must follow one another, and how closely."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypeAlias

Safety: TypeAlias = Literal["refusal", "personal-data", "disclosure", "injection", "advice", "harm", "approval"]

NEAR = 60
"""Characters between two words of a directive that is still one."""

FAR = 120
"""The same, where a list of actions stands between them."""

CLOSE = 15
"""The same, where little may stand between them."""

NEXT = 1
"""The same, where nothing may."""


class Step(NamedTuple):
    """Words that must come within so many characters behind the step before."""

    words: re.Pattern[str]
    reach: int = NEAR


class Wording(NamedTuple):
    """A sort of directive, how it begins, and the steps that follow."""

    sort: Safety
    start: re.Pattern[str]
    steps: tuple[Step, ...]


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b")


NEVER = re.compile(
    r"\b(?:never|do not|don't|(?:must|should|may|shall|will|can) ?not|mustn't|shouldn't|can't|won't"
    r"|under no circumstances|(?:not|never) (?:be )?(?:allowed|permitted) to|refuse to|decline to|refrain from|avoid)\b"
    # What is denied twice is demanded.
    r"(?! (?:refuse|decline|hesitate|avoid|forget|fail)\b)"
)
ALWAYS = re.compile(r"\A|\b(?:always|must|should|shall|will|please|immediately|politely)\b")

_ORDERS = _words(r"instructions?|commands?|directives?|prompts?|orders")
_WITHIN = _words(r"in|inside|within|from|contained|embedded|found|between")
_SOURCE = _words(
    r"documents?|texts?|contents?|inputs?|messages?|pages?|websites?|web|e-?mails?|files?|data|results?|outputs?|tags|"
    r"articles?|transcripts?|blocks?|quotes?|tickets?|comments?"
)
_PERSONAL = _words(
    r"personal(?:ly)?(?:[ -]identif\w+)? (?:data|information|info|details|identifiers)|pii|social security numbers?|"
    r"credit card (?:numbers?|details|data)|(?:bank|financial) account numbers?|(?:medical|health) records|"
    r"sensitive (?:personal|customer|user|financial|identity)"
)
_SECRET = _words(
    r"system prompt|secrets|credentials|passwords|api[ -]keys?|private keys?|(?:access|auth|api|secret) tokens?|"
    r"confidential (?:information|data|details)|"
    r"internal (?:instructions|policies|guidelines|notes|documents|information|data)"
)
_HARMFUL = _words(
    r"harmful (?:content|information|info|instructions|advice|requests?|activit\w+|links|material|behaviou?r|acts)|"
    r"illegal (?:content|activit\w+|acts|behaviou?r|drugs|conduct|purposes)|hate speech|hateful content|self-harm|"
    r"suicide|malware|sexually explicit|sexual content|child abuse|graphic violence|violent content"
)
_ADVICE = _words(r"(?:medical|legal|financial|investment|tax)(?:,? (?:and |or )?[a-z]+){0,3} advice")
_PROFESSIONAL = _words(
    r"doctor|physician|lawyer|attorney|financial advis[eo]r|(?:medical|legal|healthcare|licensed) professionals?"
)
_GRAVE = _words(
    r"delet\w+|send\w*|purchas\w+|buy\w*|pay\w*|transfer\w*|refund\w*|deploy\w*|merg\w+|push\w*|publish\w*|submit\w*|"
    r"cancel\w*|overwrit\w+|drop\w*|post\w*|commit\w*|destructive|irreversible|consequential|production"
)
_CONSENT = _words(r"approval|confirmation|permission|consent|authori[sz]ation|sign-off")
_REVEAL = r"reveal|disclose|expose|leak"

WORDINGS = (
    Wording(
        "injection",
        NEVER,
        (
            Step(_words(r"follow|obey|execute|act on|comply with|carry out")),
            Step(_ORDERS),
            Step(_WITHIN),
            Step(_SOURCE),
        ),
    ),
    Wording(
        "injection",
        NEVER,
        (
            Step(_words(r"interpret|treat|take|regard")),
            Step(_words(r"as (?:an? )?(?:instructions?|commands?|directives?|prompts?|orders)")),
        ),
    ),
    Wording(
        "injection",
        ALWAYS,
        (Step(_words(r"ignore|disregard"), NEXT), Step(_ORDERS), Step(_WITHIN, CLOSE), Step(_SOURCE)),
    ),
    Wording(
        "injection",
        ALWAYS,
        (
            Step(_words(r"treat|regard"), NEXT),
            Step(_SOURCE),
            Step(_words(r"as (?:untrusted|data|(?:plain|pure|mere),? (?:[a-z-]+ ){0,2}(?:data|text))")),
        ),
    ),
    Wording(
        "disclosure",
        NEVER,
        (
            Step(
                _words(
                    rf"{_REVEAL}|exfiltrate|share|output|print|repeat|mention|discuss|show|quote|log|commit|hard-?code|"
                    r"include|store|reproduce"
                )
            ),
            Step(_SECRET),
        ),
    ),
    Wording(
        "disclosure",
        NEVER,
        (
            Step(_words(_REVEAL)),
            Step(_words(r"these|your|the|own|hidden|internal|system")),
            Step(_words("instructions|prompt"), CLOSE),
        ),
    ),
    Wording(
        "personal-data",
        NEVER,
        (
            Step(
                _words(
                    rf"{_REVEAL}|share|collect|store|ask(?:ing)? for|request|include|log|output|enter|use|repeat|"
                    r"record|retain|provide|process|mention|reference"
                )
            ),
            Step(_PERSONAL),
        ),
    ),
    Wording("personal-data", ALWAYS, (Step(_words(r"redact|mask|anonymi[sz]e|remove|strip"), NEXT), Step(_PERSONAL))),
    Wording("advice", NEVER, (Step(_words(r"giv(?:e|ing)|provid(?:e|ing)|offer(?:ing)?")), Step(_ADVICE))),
    Wording(
        "advice",
        ALWAYS,
        (
            Step(_words(r"recommend|advise|suggest|tell|encourage|urge"), NEXT),
            Step(_words(r"consult(?:ing)?|see(?:ing|k|king)?|speak(?:ing)?")),
            Step(_PROFESSIONAL),
        ),
    ),
    Wording(
        "harm",
        NEVER,
        (
            Step(
                _words(
                    r"(?:facilitate|assist|help|provide|generate|produce|create|give|write|promote|encourage|engage|"
                    r"support|output|include|follow|share|suggest|discuss)s?"
                )
            ),
            Step(_HARMFUL),
        ),
    ),
    Wording("approval", NEVER, (Step(_GRAVE, FAR), Step(_words("without"), FAR), Step(_CONSENT))),
    Wording(
        "approval",
        ALWAYS,
        (
            Step(_words(r"ask|obtain|get|request|require|wait"), NEXT),
            Step(_CONSENT),
            Step(_words("before|for")),
            Step(_GRAVE),
        ),
    ),
    Wording(
        "refusal",
        ALWAYS,
        (
            Step(_words(r"refuse|decline"), NEXT),
            Step(
                _words(
                    r"requests?|to (?:answer|help|assist|comply|discuss|provide|generate|respond|write|produce|engage)"
                ),
                CLOSE,
            ),
        ),
    ),
)
"""Every wording that is known; where several fit, the first one counts."""
