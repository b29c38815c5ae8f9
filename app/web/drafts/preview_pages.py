"""A draft as a reader's phone shows it (手机预览), and pasting with formatting: both through `rich_text`.

What is shown stands in a frame of its own, sandboxed and under a policy that lets it fetch nothing and run
nothing, whatever a draft says.
"""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from app.content import need_size
from app.review.content import Content
from app.review.policy import may_write
from app.review.queries import get_draft
from app.scanner.document import Draft as Scanned
from app.web.drafts.content_form import scanned_of
from app.web.rendering import environment, page
from app.web.session import FormDep, RuntimeDep, VisitorDep
from app.web.text.rich_text import LONGEST, pasted, shown

router = APIRouter()

FRAME_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'self'; sandbox"
FRAMING_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content security policies: of the frame, and of a page that has it."""


@router.get("/drafts/{draft_id:uuid}/preview")
def show_preview(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep) -> Response:
    """The present version in a frame as wide as a phone."""
    with runtime.database.read() as db:
        response = page("preview.html", visitor, draft=get_draft(db, visitor.person, draft_id.hex))
    return framing(response)


@router.get("/drafts/{draft_id:uuid}/preview/frame")
def show_frame(draft_id: UUID, visitor: VisitorDep, runtime: RuntimeDep) -> Response:
    """What stands in the frame."""
    with runtime.database.read() as db:
        return _frame(Content.of(get_draft(db, visitor.person, draft_id.hex).current).as_scanned())


@router.post("/check/preview")
def preview_form(visitor: VisitorDep, form: FormDep) -> Response:
    """The same for a draft as it is being typed."""
    may_write(visitor.person)
    return _frame(scanned_of(form))


@router.post("/check/paste")
def clean_paste(visitor: VisitorDep, form: FormDep) -> Response:
    """The HTML of a clipboard, made fit to stand in a draft."""
    may_write(visitor.person)
    source = form.get("html")
    need_size(source)
    return Response(pasted(source), media_type="text/plain")


def framing(response: Response) -> Response:
    """The page, allowed to hold the frame."""
    response.headers["Content-Security-Policy"] = FRAMING_POLICY
    return response


def _frame(draft: Scanned) -> Response:
    html = environment.get_template("preview_frame.html").render(
        title=draft.title.strip(), body=shown(draft.body, draft.format), is_cut=len(draft.body) > LONGEST
    )
    return HTMLResponse(html, headers={"Cache-Control": "no-store", "Content-Security-Policy": FRAME_POLICY})
