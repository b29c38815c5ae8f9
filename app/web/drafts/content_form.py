"""The form of a draft: from its fields to the content, and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, cast

from app.content import MAX_REMARK
from app.errors import Invalid
from app.review.content import Content
from app.scanner.document import Draft as Scanned
from app.scanner.document import Exemption, Format, Kind, Source
from app.web.forms import Form
from app.web.words import FORMATS, KINDS, local_input

SOURCE = {"name": "稿源单位", "url": "原文网址", "title": "原文标题", "body": "原文"}
MAX_ASSETS, MAX_URL = 100, 2000
"""Attachments of a draft, and characters of the address of one."""

_ASSET = re.compile(r"(?P<sha256>[0-9a-f]{64}) (?P<url>.*)", re.DOTALL)


def content_of(form: Form, base: Content) -> Content:
    """What the form says, with what it does not show taken from `base`; `Invalid` where a field is amiss."""
    kind = cast(Kind, form.choice("kind", "稿件类型", KINDS))
    return replace(
        base,
        title=form.get("title"),
        body=form.get("body"),
        format=cast(Format, form.choice("format", "正文格式", FORMATS)),
        kind=kind,
        source=_source(form) if kind == "reprint" else None,
        question=form.get("question") or None if kind == "reply" else None,
        text_date=form.date("text_date", "成文日期"),
        exemption=_exemption(form),
        assets=[asset_of(value) for value in _assets(form)],
        note=form.text("note", "备注", MAX_REMARK),
        publish_after=_publish_after(form, base),
    )


def scanned_of(form: Form) -> Scanned:
    """What is in the form while somebody types, as the scanner reads it; what is not whole is left out."""
    kind = form.get("kind")
    source, exemption = _source(form), [form.get(f"exemption_{name}").strip() for name in ("ground", "basis")]
    return Scanned(
        title=form.get("title"),
        body=form.get("body"),
        format=cast(Format, form.get("format")) if form.get("format") in FORMATS else "text",
        kind=cast(Kind, kind) if kind in KINDS else "original",
        source=Source(**source) if source and kind == "reprint" else None,
        question=form.get("question") or None if kind == "reply" else None,
        text_date=_whole_date(form.get("text_date")),
        exemption=Exemption(*exemption) if all(exemption) else None,
    )


def form_of(content: Content) -> Form:
    """The content as the form shows it."""
    return Form(_fields(content))


def asset_value(asset: dict[str, Any]) -> str:
    """An attachment as its field sends it."""
    return f"{asset['sha256']} {asset['url']}"


def asset_of(value: str) -> dict[str, Any]:
    """The attachment that a field names; `Invalid` where it is none."""
    found = _ASSET.fullmatch(value)
    if not found or len(found["url"]) > MAX_URL:
        raise Invalid("bad_asset", "附件信息不完整，请刷新页面后重新选择。")
    return {"url": found["url"], "sha256": found["sha256"]}


def _assets(form: Form) -> tuple[str, ...]:
    values = form.all("asset")
    if len(values) > MAX_ASSETS:
        raise Invalid("too_many_assets", f"附件有 {len(values)} 个，最多 {MAX_ASSETS} 个。")
    return values


def _fields(content: Content) -> Iterator[tuple[str, str]]:
    source, exemption = content.source or {}, content.exemption or {}
    for name in ("title", "body", "format", "kind", "note"):
        yield name, getattr(content, name)
    yield "question", content.question or ""
    yield "text_date", content.text_date.isoformat() if content.text_date else ""
    yield "publish_after", local_input(content.publish_after)
    yield from ((f"source_{name}", source.get(name, "")) for name in SOURCE)
    yield from ((f"exemption_{name}", exemption.get(name, "")) for name in ("ground", "basis"))
    yield from (("asset", asset_value(asset)) for asset in content.assets)


def _source(form: Form) -> dict[str, Any] | None:
    stated = {name: form.get(f"source_{name}") for name in SOURCE}
    return stated if any(stated.values()) else None


def _exemption(form: Form) -> dict[str, Any] | None:
    ground, basis = form.text("exemption_ground", "公开事由"), form.text("exemption_basis", "公开依据")
    if bool(ground) != bool(basis):
        raise Invalid("exemption_incomplete", "个人信息确需公开的，事由和依据都要填写。")
    return {"ground": ground, "basis": basis} if ground else None


def _publish_after(form: Form, base: Content) -> Any:
    # The field has no seconds; what was set through the API with seconds stays as it was unless changed.
    if form.get("publish_after") == local_input(base.publish_after):
        return base.publish_after
    return form.moment("publish_after", "定时发布")


def _whole_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
