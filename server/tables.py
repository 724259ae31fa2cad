"""The server's tables: portable types only, and the community in every key.

A row never changes its community, so one province's communities can be spread over many
databases. No triggers, sequences, JSON operators or upserts: the same schema runs everywhere.
Documents inside (`fields`, `wire`, …) are canonical JSON kept as text.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, Text

METADATA = MetaData()

NOWHERE = "-"
"""The community of what belongs to none: regions above communities, addresses being throttled."""

SCHEMA_VERSION = Table(
    "schema_version",
    METADATA,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("applied_ms", BigInteger, nullable=False),
)

SETTING = Table(
    "setting",
    METADATA,
    Column("community_id", String(32), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

HEAD = Table(
    "head",
    METADATA,
    Column("community_id", String(32), primary_key=True),
    Column("scope", String(64), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("sums", Text, nullable=False),
    # Facts up to here have lost their content.
    Column("horizon", BigInteger, nullable=False),
    Index("ix_head_scope", "scope"),
)

FACT = Table(
    "fact",
    METADATA,
    Column("community_id", String(32), primary_key=True),
    Column("scope", String(64), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("change_id", String(36), nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("device", String(64), nullable=False),
    Column("verdict", Text, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("wire", Text, nullable=False),
    Index("ux_fact_change", "community_id", "scope", "change_id", unique=True),
)

ROW = Table(
    "row_now",
    METADATA,
    Column("community_id", String(32), primary_key=True),
    Column("scope", String(64), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("fields", Text, nullable=False),
    Column("stamps", Text, nullable=False),
    Index("ix_row_id", "id"),
)

STAFFING = Table(
    "staffing",
    METADATA,
    Column("community_id", String(32), primary_key=True),
    Column("person", String(64), primary_key=True),
    Index("ix_staffing_person", "person"),
)

STREAM = Table(
    "stream",
    METADATA,
    Column("community_id", String(32), primary_key=True),
    Column("scope", String(64), primary_key=True),
    Column("incarnation", String(64), primary_key=True),
    Column("device", String(64), nullable=False),
    Column("n", BigInteger, nullable=False),
    Column("last_id", String(36), nullable=False),
)

REGION = Table(
    "region",
    METADATA,
    Column("community_id", String(32), primary_key=True),
    Column("code", String(32), primary_key=True),
    Column("parent", String(32), nullable=False),
    Column("level", String(16), nullable=False),
    Column("name", String(128), nullable=False),
    Column("kind", String(32), nullable=False),
    Index("ix_region_code", "code"),
)

ACCOUNT = Table(
    "account",
    METADATA,
    Column("community_id", String(32), primary_key=True),
    Column("person", String(64), primary_key=True),
    Column("name", String(128), nullable=False),
    Column("role", String(16), nullable=False),
    Column("region", String(32), nullable=False),
    Column("password", String(256), nullable=False),
    Column("made_ms", BigInteger, nullable=False),
    Index("ix_account_person", "person"),
    Index("ix_account_name", "name"),
)

DEVICE = Table(
    "device",
    METADATA,
    Column("community_id", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("name", String(128), nullable=False),
    Column("token_hash", String(64), nullable=False),
    Column("enrolled_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    Column("revoked_ms", BigInteger, nullable=True),
    Index("ix_device_token", "token_hash"),
    Index("ix_device_person", "community_id", "person"),
)

ENROL_CODE = Table(
    "enrol_code",
    METADATA,
    Column("community_id", String(32), primary_key=True),
    Column("code_hash", String(64), primary_key=True),
    Column("person", String(64), nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Column("used_ms", BigInteger, nullable=True),
    Index("ix_enrol_code_hash", "code_hash"),
)

AUDIT = Table(
    "audit",
    METADATA,
    Column("community_id", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("person", String(64), nullable=False),
    Column("device", String(64), nullable=False),
    Column("event", String(32), nullable=False),
    Column("scope", String(64), nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_audit_at", "community_id", "at_ms"),
)

THROTTLE = Table(
    "throttle",
    METADATA,
    Column("community_id", String(32), primary_key=True),
    Column("subject", String(200), primary_key=True),
    Column("tries", Integer, nullable=False),
    Column("last_ms", BigInteger, nullable=False),
    Column("until_ms", BigInteger, nullable=False),
)

SNAPSHOT = Table(
    "snapshot",
    METADATA,
    Column("community_id", String(32), primary_key=True),
    Column("scope", String(64), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
    Column("name", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("made_ms", BigInteger, nullable=False),
    Index("ix_snapshot_name", "name"),
)

DEVICE_KEY = Table(
    "device_key",
    METADATA,
    Column("community_id", String(32), primary_key=True),
    Column("device", String(64), primary_key=True),
    Column("sign", String(64), primary_key=True),
    Column("since_ms", BigInteger, nullable=False),
)
"""Public keys by which a device's word is known when another carried it; never taken back."""

BASE_ROW = Table(
    "row_at_horizon",
    METADATA,
    Column("community_id", String(32), primary_key=True),
    Column("scope", String(64), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("fields", Text, nullable=False),
    Column("stamps", Text, nullable=False),
)
