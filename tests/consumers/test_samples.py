"""The samples keep their promise: one line with the transaction id, or one that names the error, alike in every language."""

import re

from conftest import ENVIRONMENT, prepared, run


def test_samples():
    mistakes = set()
    for sample in prepared.samples:
        ran = run(*sample, env=ENVIRONMENT)
        assert re.fullmatch(r"TransactionId: \S+\n", ran.stdout)
        assert (ran.stderr, ran.returncode) == ("", 0)
        ran = run(*sample, env=ENVIRONMENT | {"ALIBABA_CLOUD_ACCESS_KEY_SECRET": "not-the-secret"})
        # Words for people come after it. What is not known would be `-`.
        told = re.match(r"error kind=([^ ]+) code=([^ ]+) request_id=([^ \n]+)\n", ran.stderr)
        assert told and (ran.stdout, ran.returncode) == ("", 1)
        kind, code, request_id = told.groups()
        assert "-" not in (code, request_id)
        mistakes.add((kind, code))
    assert len(prepared.samples) == 2 and len(mistakes) == 1, "the samples name the same mistake differently"
