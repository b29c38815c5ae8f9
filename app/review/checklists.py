"""What each stage confirms, item by item (三审核对清单; 东府办函〔2021〕152号三（一）)."""

from __future__ import annotations

from collections.abc import Collection

from app.errors import Invalid
from app.review.stages import Status

CHECKLISTS: dict[Status, dict[str, str]] = {
    Status.FIRST_REVIEW: {
        "accurate": "内容准确，人名、地名、职务、日期、数字已逐一核对",
        "fits_medium": "表述符合网络传播特点和本账号定位",
        "links_opened": "链接、二维码已逐个打开核对",
        "source_attached": "转载内容已注明来源并与原文核对（原创的，确认为原创）",
        "assets_viewed": "图片、附件已逐一查看",
        "personal_data_masked": "个人信息已去标识化，或有法定公开依据",
        "findings_disposed": "系统提示的问题已逐条处理",
    },
    Status.SECOND_REVIEW: {
        "facts_verified": "事实准确，依据材料齐全",
        "legal_basis": "依据合法，引用的法律法规现行有效",
        "official_style": "行文规范，固定表述准确",
        "within_duties": "属于本单位职责范围",
        "units_consulted": "涉及其他单位的，已沟通协调",
        "secrecy_reviewed": "保密审查已完成",
    },
    Status.FINAL_REVIEW: {
        "political_risk": "已评估政治风险",
        "legal_risk": "已评估法律风险",
        "social_effect": "已评估社会效应",
        "overrides_read": "已阅知遗留问题和前两审的处置理由",
        "level_right": "分级适当，同意对外发布",
    },
}


def need_complete(stage: Status, confirmed: Collection[str]) -> None:
    """`Invalid` unless every item of the stage's list, and nothing else, is confirmed."""
    items = CHECKLISTS[stage]
    missing = [{"code": code, "text": text} for code, text in items.items() if code not in confirmed]
    if missing:
        names = "；".join(item["text"] for item in missing)
        raise Invalid("checklist_incomplete", f"还有核对事项未确认：{names}。", missing=missing)
    unknown = sorted(set(confirmed) - items.keys())
    if unknown:
        raise Invalid("checklist_unknown", f"核对清单里没有这些事项：{'、'.join(unknown)}。")
