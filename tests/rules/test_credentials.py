"""No credential stands in this file in one piece, as other programs look for them too."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptops.rules.credentials import SHOWN, Credential, credentials, masked

LETTERS = string.ascii_letters + string.digits
HEX = "0123456789abcdef"
URL_SAFE = LETTERS + "_-"
BASE_32 = string.ascii_uppercase + "234567"


def made_of(alphabet: str, length: int, seed: int = 7) -> str:
    return "".join(random.Random(seed).choices(alphabet, k=length))  # noqa: S311 - the same text in each run


SHAPED = {
    "an OpenAI API key": [
        "sk-proj-" + made_of(URL_SAFE, 156),
        "sk-" + made_of(LETTERS, 20) + "T3BlbkFJ" + "9gH4kL0mN2" * 2,
    ],
    "an API key": ["sk-" + made_of(LETTERS, 48), "sk-" + made_of(HEX, 32)],
    "an Anthropic API key": ["sk-ant-api03-" + made_of(URL_SAFE, 93) + "AA"],
    "an OpenRouter API key": ["sk-or-v1-" + made_of(HEX, 64)],
    "a Langfuse secret key": ["sk-lf-" + "-".join(made_of(HEX, length) for length in (8, 4, 4, 4, 12))],
    "an Azure OpenAI key": [made_of(LETTERS, 52) + "JQQJ99" + made_of(LETTERS, 26)],
    "a Groq API key": ["gsk_" + made_of(LETTERS, 52)],
    "an xAI API key": ["xai-" + made_of(LETTERS, 80)],
    "a Perplexity API key": ["pplx-" + made_of(LETTERS, 48)],
    "a Replicate API token": ["r8_" + made_of(LETTERS, 37)],
    "a Hugging Face token": ["hf_" + made_of(string.ascii_letters, 34)],
    "a LangSmith API key": ["lsv2_pt_" + made_of(HEX, 32) + "_" + made_of(HEX, 10)],
    "a Pinecone API key": ["pcsk_" + made_of(LETTERS, 6) + "_" + made_of(LETTERS, 63)],
    "a Tavily API key": ["tvly-dev-" + made_of(LETTERS, 32)],
    "a Databricks token": ["dapi" + made_of(HEX, 32)],
    "an AWS access key": ["AKIA" + made_of(BASE_32, 16), "ASIA" + made_of(BASE_32, 16), "AKIA" + "QWERTYUIOPLKJHGF"],
    "a GitHub token": [
        *(f"gh{kind}_" + made_of(LETTERS, 36) for kind in "posur"),
        "github_pat_" + made_of(LETTERS, 22) + "_" + made_of(LETTERS, 59),
    ],
    "a GitLab token": ["glpat-" + made_of(URL_SAFE, 20)],
    "a Slack token": [
        "xoxb-" + made_of(string.digits, 12) + "-" + made_of(LETTERS, 24),
        "xapp-1-" + made_of(BASE_32, 11) + "-" + made_of(string.digits, 13) + "-" + made_of(HEX, 64),
    ],
    "a Google API key": ["AIza" + made_of(URL_SAFE, 35)],
    "a Google client secret": ["GOCSPX-" + made_of(URL_SAFE, 28)],
    "a Stripe key": ["sk_live_" + made_of(LETTERS, 24), "rk_live_" + made_of(LETTERS, 99)],
    "an npm token": ["npm_" + made_of(LETTERS, 36)],
    "a PyPI token": ["pypi-AgEIcHlwaS5vcmc" + made_of(URL_SAFE, 120)],
    "a SendGrid API key": ["SG." + made_of(LETTERS, 22) + "." + made_of(LETTERS, 43)],
}
PEM = "-----BEGIN {0}PRIVATE KEY-----\n{1}\n{1}\n-----END {0}PRIVATE KEY-----"


@pytest.mark.parametrize(("label", "secret"), [(label, secret) for label in SHAPED for secret in SHAPED[label]])
@pytest.mark.parametrize(
    "around", ["{}", "key: {}\n", '{{"k":"{}"}}', "see https://example.com/?key={}&x=1", "\u00fc {}."]
)
def test_a_credential_is_known_by_its_shape(label: str, secret: str, around: str) -> None:
    start = around.format("\0").index("\0")
    assert credentials(around.format(secret)) == (Credential(label, start, start + len(secret)),)


@pytest.mark.parametrize(
    "before",
    [
        "api_key: ",
        "API-KEY = ",
        '"apiKey": "',
        "openai_api_key: '",
        "password: ",
        "client_secret: ",
        "aws_secret_access_key: ",
        "token: ",
        "access_token=",
        "Authorization: Bearer ",
        '"authorization": "Bearer ',
        "AccountKey=",
    ],
)
@pytest.mark.parametrize("secret", [made_of(LETTERS, 32), made_of(HEX, 40), made_of(LETTERS + "+/", 86) + "=="])
def test_a_random_string_is_a_secret_at_a_key_that_says_so(before: str, secret: str) -> None:
    assert credentials(f"{before}{secret}\n") == (Credential("a secret", len(before), len(before) + len(secret)),)


@pytest.mark.parametrize("kind", ["", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "])
def test_a_private_key_reaches_to_its_end(kind: str) -> None:
    text = PEM.format(kind, made_of(LETTERS + "+/", 64))
    assert credentials(f"key: |\n{text}") == (Credential("a private key", 7, 7 + text.index("-----END")),)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("sk-" + "x" * 48, id="crossed out"),
        pytest.param("sk-... and <your-key> and sk-proj-...", id="left out"),
        pytest.param("api_key: sk-your-openai-api-key-goes-here-2026", id="to be filled in"),
        pytest.param("AKIA" + "IOSFODNN7EXAMPLE", id="the example of AWS"),
        pytest.param("secret_access_key: wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY", id="its secret"),
        pytest.param("ghp_" + "1234567890abcdefghijklmnopqrstuvwxyz", id="the alphabet"),
        pytest.param("api_key: os.environ/OPENAI_API_KEY_OF_PRODUCTION_2", id="LiteLLM's environment"),
        pytest.param("api_key: ${{ secrets.OPENAI_API_KEY_2026_PRODUCTION }}", id="a secret of GitHub Actions"),
        pytest.param("api_key: {{ openai_api_key_of_production_2026 }}", id="a template"),
        pytest.param("api_key: ${OPENAI_API_KEY_OF_PRODUCTION_2026}", id="a variable"),
        pytest.param("api_key: vault:kv/data/2026/prod/openai-v2/key-17", id="a path in a vault"),
        pytest.param("secret: projects/acme-2026/secrets/openai-key-v2/versions/12", id="a path in a cloud"),
        pytest.param('"access_token": "2YotnFZFEjr1zCsicMWpAA"', id="the example of OAuth"),
        pytest.param("digest: sha256:" + made_of(HEX, 64), id="a digest"),
        pytest.param("commit: " + made_of(HEX, 40), id="a commit"),
        pytest.param("token: 550e8400-e29b-41d4-a716-446655440000", id="an identifier"),
        pytest.param("next_page_token: " + made_of(LETTERS, 32), id="a cursor"),
        pytest.param("password: correct-horse-battery-staple-2026", id="words"),
        pytest.param("The secret of good answers: understandability-2026", id="prose"),
        pytest.param("max_output_tokens: 12345678901234567890123", id="a number"),
        pytest.param("risk-assessment-framework-for-2026-and-2027", id="the letters inside a word"),
        pytest.param("sk-learn-pipeline-classifier-2024-production", id="a name"),
        pytest.param("|------------------------|\n========================", id="a table"),
        pytest.param(PEM.format("", "..."), id="a key left out"),
        pytest.param("`-----BEGIN PRIVATE KEY-----` begins a private key", id="a key's first line"),
        pytest.param("gho_ and ghs_ and hf_ and npm_ are prefixes of tokens", id="prefixes"),
    ],
)
def test_what_only_looks_like_one_is_left_alone(text: str) -> None:
    assert credentials(f"{text}\n") == ()


def test_credentials_come_in_order_and_do_not_overlap() -> None:
    first, second = SHAPED["a GitHub token"][0], SHAPED["an AWS access key"][0]
    found = credentials(f"password: {first} {second}")
    assert [each.label for each in found] == ["a GitHub token", "an AWS access key"]


@pytest.mark.parametrize("before", ["the PRIVATE KEY of", "-----BEGIN PRIVATE KEY-----", PEM.format("", "...")])
def test_the_words_private_key_hide_no_token_beside_them(before: str) -> None:
    secret = SHAPED["a GitHub token"][0]
    start = len(before) + 1
    assert credentials(f"{before} {secret}\n") == (Credential("a GitHub token", start, start + len(secret)),)


def test_masking_leaves_the_first_characters() -> None:
    secret = SHAPED["an npm token"][0]
    text = f"token: {secret}, and more"
    assert masked(text, credentials(text)) == f"token: npm_{'*' * 36}, and more"


@given(st.text(), st.sampled_from([secret for secrets in SHAPED.values() for secret in secrets]), st.text())
def test_nothing_but_the_first_characters_is_left_of_a_masked_credential(before: str, secret: str, after: str) -> None:
    text = f"{before} {secret} {after}"
    hidden = masked(text, credentials(text))
    assert len(hidden) == len(text)
    assert secret[SHOWN : SHOWN + 8] not in hidden.replace(before, "").replace(after, "")


@given(st.text(st.sampled_from("sk-gh_AKIA09azXOB.+/=:\n \"'"), max_size=400))
def test_any_text_is_masked_without_growing(text: str) -> None:
    found = credentials(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert len(masked(text, found)) == len(text)
