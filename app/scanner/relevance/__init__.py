"""Relevance to the duties of an account (与职责的关联度), explained by the terms that decided it.

An account may not publish what has no direct connection with the work of government or of its own office
(东府办函〔2021〕152号三（二）、山东办公厅便函〔2021〕226号二（二）). A linear model judges it:
every term has a weight for relevance and one for each topic, and what a draft scores is the sum over its
terms. The weights come from three places: the listed vocabulary (`lexicons/topics.toml`) seen from the duties
of the account, what free official prose and a dictionary tell of all other words (`model.bin`), and what the
decisions of the office taught (`learning`).
"""

from app.scanner.relevance.duties import Duties
from app.scanner.relevance.judging import IRRELEVANT, RELEVANT, SHOWN, Relevance, TermWeight, Verdict, judge

__all__ = ["IRRELEVANT", "RELEVANT", "SHOWN", "Duties", "Relevance", "TermWeight", "Verdict", "judge"]
