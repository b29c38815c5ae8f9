"""Settings, read from the environment with the prefix `SANSHEN_`. Without any setting the service runs."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an office may set. Times are in seconds, sizes in bytes."""

    model_config = SettingsConfigDict(env_prefix="SANSHEN_", extra="ignore", frozen=True)

    database_url: str = "sqlite:///sanshen.sqlite3"
    data_dir: Path = Path("sanshen-data")
    """Holds the private signing keys (mode 0600)."""
    lexicon_dir: Path | None = None
    """A folder with the office's own lexicons, loaded beside the shipped ones."""
    certificate_ttl: int = Field(default=7 * 86400, ge=60)
    token_ttl: int = Field(default=12 * 3600, ge=60)
    plain_cookie: bool = False
    """Allow a session cookie without TLS (内网无 HTTPS); the default `__Host-` cookie needs TLS."""
    allowed_origins: tuple[str, ...] = ()
    """Origins of the pages beside the one in the Host header, e.g. when a proxy rewrites the host."""
    fetch_links: bool = False
    """Open the links of a draft in a full check (联网核验); without it nothing is ever fetched."""
    smtp_url: SecretStr | None = None
    """The mail server for the digests (通知汇总): `smtp://`, `smtp+starttls://` or `smtps://`, with user and
    password where it asks for them. Without it nothing is mailed; the log says who has something unread."""
    mail_from: str = ""
    """The sender of the digests, e.g. `sanshen@office.gov.cn`; needed with `smtp_url`."""
    public_url: str = ""
    """The address of the pages, e.g. `https://sanshen.office.gov.cn`, to stand in the digests."""
    log_level: str = "INFO"


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process."""
    return Settings()
