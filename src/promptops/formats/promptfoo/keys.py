"""The keys and the types of assertion that promptfoo knows."""

from __future__ import annotations

DIALECT = "promptfoo"

TOP_KEYS = frozenset(
    {
        "tags",
        "description",
        "providers",
        "targets",
        "prompts",
        "tests",
        "scenarios",
        "defaultTest",
        "outputPath",
        "sharing",
        "nunjucksFilters",
        "env",
        "derivedMetrics",
        "extensions",
        "metadata",
        "redteam",
        "writeLatestResults",
        "tracing",
        "evaluateOptions",
        "commandLineOptions",
        "basePath",
        "plugins",
        "strategies",
        "assertionTemplates",
        "definitions",
    }
)
"""The keys of a configuration."""

MEANT_KEYS = {
    "assert": "defaultTest.assert",
    "asserts": "defaultTest.assert",
    "vars": "defaultTest.vars",
    "options": "defaultTest.options",
    "outputs": "outputPath",
    "output": "outputPath",
    "models": "providers",
}
"""Keys that are often written at the top and have no meaning there, with those that are meant."""

TEST_KEYS = frozenset(
    {
        "description",
        "vars",
        "provider",
        "providers",
        "prompts",
        "providerOutput",
        "assert",
        "assertScoringFunction",
        "options",
        "threshold",
        "metadata",
        "path",
        "config",
    }
)
"""The keys of a test case, and of what generates some."""

ASSERTION_KEYS = frozenset(
    {
        "type",
        "value",
        "config",
        "threshold",
        "weight",
        "provider",
        "rubricPrompt",
        "metric",
        "transform",
        "contextTransform",
        "assert",
    }
)
"""The keys of an assertion, and of a set of them."""

ASSERTIONS = frozenset(
    {
        "agent-rubric",
        "answer-relevance",
        "bleu",
        "classifier",
        "contains",
        "contains-all",
        "contains-any",
        "contains-html",
        "contains-json",
        "contains-sql",
        "contains-xml",
        "context-faithfulness",
        "context-recall",
        "context-relevance",
        "conversation-relevance",
        "cost",
        "ends-with",
        "equals",
        "factuality",
        "finish-reason",
        "g-eval",
        "gleu",
        "guardrails",
        "icontains",
        "icontains-all",
        "icontains-any",
        "is-html",
        "is-json",
        "is-refusal",
        "is-sql",
        "is-valid-function-call",
        "is-valid-openai-function-call",
        "is-valid-openai-tools-call",
        "is-xml",
        "javascript",
        "latency",
        "levenshtein",
        "llm-rubric",
        "meteor",
        "model-graded-closedqa",
        "model-graded-factuality",
        "moderation",
        "perplexity",
        "perplexity-score",
        "pi",
        "python",
        "regex",
        "rouge-n",
        "rouge-l",
        "rouge-s",
        "ruby",
        "search-rubric",
        "similar",
        "skill-used",
        "starts-with",
        "tool-call-f1",
        "trace-error-spans",
        "trace-span-count",
        "trace-span-duration",
        "webhook",
        "word-count",
        "select-best",
        "max-score",
        "human",
        "assert-set",
        "and",
        "or",
    }
)
"""The types of assertion, without the `not-` that turns each round."""

RUBRICS = frozenset({"llm-rubric", "model-graded-closedqa", "g-eval"})
"""The types whose value says to a judging model what to look for."""
