"""The level of review (分级分类审核): general 一般, important 重要, critical 重大敏感或全局性.

Who signs last depends on it (通政办发〔2019〕90号第十七条: 重要信息由分管领导审定签发，重大敏感事件或全局性的
重大信息由主要领导审定签发；重大事件、群体性事件、灾情疫情严禁未经审核或授权擅自发布). A word alone decides
nothing: 地震 in a drill, a lecture, a statute or a statistic is no earthquake. The rules are data, in
`lexicons/level.toml`; `rules` says how they are read, `judging` what they say of a draft.
"""

from app.scanner.level.judging import EVIDENCE, TITLES, Assessment, Reason, Told, assess
from app.scanner.level.rules import Level, LevelRules, Rule, compile_rules

__all__ = [
    "EVIDENCE",
    "TITLES",
    "Assessment",
    "Level",
    "LevelRules",
    "Reason",
    "Rule",
    "Told",
    "assess",
    "compile_rules",
]
