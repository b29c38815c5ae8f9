"""Tone (语气): TON."""

from app.scanner.check import Check
from app.scanner.checks.tone.celebrity_gossip import celebrity_gossip
from app.scanner.checks.tone.clickbait_title import clickbait_title
from app.scanner.checks.tone.cold_reply import cold_reply
from app.scanner.checks.tone.cute_or_miserable import cute_or_miserable
from app.scanner.checks.tone.emoji_excess import emoji_excess
from app.scanner.checks.tone.emotional_wording import emotional_wording
from app.scanner.checks.tone.evasive_reply import evasive_reply
from app.scanner.checks.tone.forced_likes import forced_likes
from app.scanner.checks.tone.network_slang import network_slang
from app.scanner.checks.tone.personal_opinion import personal_opinion
from app.scanner.checks.tone.scene_clash import scene_clash
from app.scanner.checks.tone.self_praise import self_praise
from app.scanner.checks.tone.unrelated_reply import unrelated_reply

TONE: tuple[Check, ...] = (
    personal_opinion,
    emotional_wording,
    cute_or_miserable,
    celebrity_gossip,
    scene_clash,
    clickbait_title,
    self_praise,
    emoji_excess,
    network_slang,
    forced_likes,
    cold_reply,
    evasive_reply,
    unrelated_reply,
)
