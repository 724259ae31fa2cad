"""The description of the HTTP API, made from the types that travel; kept in docs/openapi.json."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from server.bundle_web import BUNDLE
from server.photos import PhotoStand
from server.problems import CATALOGUE
from server.web import (
    JSON,
    PROBLEM,
    SHAPES,
    ZSTD,
    Enrolled,
    EnrolRequest,
    Health,
    Introduction,
    ServerKeys,
)
from sync.drill import DrillAnswer, DrillQuestion
from sync.leaving import LeftPhoto, PhotoTaken
from sync.protocol import PROTOCOL_VERSION, Answer, Offer
from sync.release import Offered

_REF = "#/components/schemas/{name}"


def describe() -> dict[str, Any]:
    """Build the OpenAPI 3.1 document."""
    _, components = msgspec.json.schema_components((*SHAPES, PhotoStand), ref_template=_REF)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "fieldserver",
            "version": str(PROTOCOL_VERSION),
            "description": "Exchange of changes and facts between field devices and their server.",
        },
        "paths": _paths(),
        "components": {
            "schemas": dict(sorted(components.items())),
            "securitySchemes": {"device": {"type": "http", "scheme": "bearer"}},
            "responses": {"Problem": _problem()},
        },
    }


def text() -> str:
    """Give the document as the file holds it."""
    return json.dumps(describe(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _paths() -> dict[str, Any]:
    return {
        "/v1/health": {"get": _operation("health", "Whether the server is there", answer=Health)},
        "/v1/enrol": {
            "post": _operation(
                "enrol", "Use up a one-time code and become a device", EnrolRequest, Enrolled
            )
        },
        "/v1/exchange": {
            "post": _operation(
                "exchange",
                "Offer what waits, get verdicts and what is new; JSON, or the same under zstd",
                Offer,
                Answer,
                kinds=(ZSTD, JSON),
                is_open=False,
            )
        },
        "/v1/leave": {
            "post": _operation(
                "leave",
                "Hand in what a revoked device still holds; signed for, and nothing is told",
                Offer,
                Answer,
                kinds=(ZSTD, JSON),
                is_open=False,
            )
        },
        "/v1/leave/photo": {
            "post": _operation(
                "leave_photo",
                "Hand in a photograph of a scope that was left, sealed to the server",
                LeftPhoto,
                PhotoTaken,
                is_open=False,
            )
        },
        "/v1/keys": {
            "post": _operation(
                "keys",
                "Make a device's signing key known, get the server's keys",
                Introduction,
                ServerKeys,
                is_open=False,
            )
        },
        "/v1/drill": {
            "post": _operation(
                "drill",
                "Compare rows at the head of a log: sums by kind, by bucket, by row, then rows",
                DrillQuestion,
                DrillAnswer,
                is_open=False,
            )
        },
        "/v1/bundles": {"post": _bundles()},
        "/v1/snapshots/{name}": {"get": _snapshot()},
        "/v1/photos/{scope}/{row}": {"put": _put_photo(), "get": _get_photo()},
        "/v1/updates/{kind}": {"get": _update("update", "What new edition there is")},
        "/v1/updates/{kind}/file": {"get": _update("update_file", "Some of its bytes")},
    }


def _operation(
    name: str,
    summary: str,
    body: type | None = None,
    answer: type | None = None,
    *,
    kinds: tuple[str, ...] = (JSON,),
    is_open: bool = True,
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "security": [] if is_open else [{"device": []}],
        "responses": {
            "200": {"description": "Done", "content": _content(answer, kinds)},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }
    if body is not None:
        operation["requestBody"] = {"required": True, "content": _content(body, kinds)}
    return operation


def _content(shape: type | None, kinds: tuple[str, ...]) -> dict[str, Any]:
    name = shape.__name__ if shape else ""
    return {kind: {"schema": {"$ref": _REF.format(name=name)}} for kind in kinds}


def _snapshot() -> dict[str, Any]:
    binary = {ZSTD: {"schema": {"type": "string", "format": "binary"}}}
    name = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    return {
        "operationId": "snapshot",
        "summary": "Fetch a snapshot of a scope; its name is the SHA-256 of its bytes",
        "security": [{"device": []}],
        "parameters": [
            {"name": "name", "in": "path", "required": True, "schema": name},
            {
                "name": "Range",
                "in": "header",
                "required": False,
                "schema": {"type": "string", "pattern": "^bytes=[0-9]+-[0-9]*$"},
            },
        ],
        "responses": {
            "200": {"description": "All of it", "content": binary},
            "206": {"description": "The part asked for", "content": binary},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


_PHOTO = [
    {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
    for name in ("scope", "row")
]
_JPEG = {"image/jpeg": {"schema": {"type": "string", "format": "binary"}}}


def _put_photo() -> dict[str, Any]:
    return {
        "operationId": "put_photo",
        "summary": "Bring a part of a photograph, or ask how much is here (`bytes */size`)",
        "security": [{"device": []}],
        "parameters": [*_PHOTO, _header("Content-Range"), _header("Content-Digest")],
        "requestBody": {"required": False, "content": _JPEG},
        "responses": {
            "200": {"description": "How much is here", "content": _content(PhotoStand, (JSON,))},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def _get_photo() -> dict[str, Any]:
    return {
        "operationId": "get_photo",
        "summary": "Fetch a photograph; its ETag is the SHA-256 of its bytes",
        "security": [{"device": []}],
        "parameters": [*_PHOTO, _header("Range")],
        "responses": {
            "200": {"description": "All of it", "content": _JPEG},
            "206": {"description": "The part asked for", "content": _JPEG},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def _update(name: str, summary: str) -> dict[str, Any]:
    kind = {"type": "string", "description": "System and machine, as linux-x86_64"}
    binary = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    is_file = name == "update_file"
    told = _operation(name, summary, answer=Offered, is_open=False)
    told["parameters"] = [{"name": "kind", "in": "path", "required": True, "schema": kind}]
    if is_file:
        told["parameters"].append(_header("Range"))
        part = {"description": "From the place asked for on", "content": binary}
        told["responses"] = {"206": part, "default": told["responses"]["default"]}
    return told


def _header(name: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": False, "schema": {"type": "string"}}


def _bundles() -> dict[str, Any]:
    binary = {BUNDLE: {"schema": {"type": "string", "format": "binary"}}}
    return {
        "operationId": "bundles",
        "summary": "Bring a sealed file of any device (docs/bundle.md), take its answer back",
        "security": [{"device": []}],
        "requestBody": {"required": True, "content": binary},
        "responses": {
            "200": {"description": "The answer, sealed to that device", "content": binary},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def _problem() -> dict[str, Any]:
    lines = [
        f"{number.value} {entry.code} (HTTP {entry.status})" for number, entry in CATALOGUE.items()
    ]
    return {
        "description": "Turned away, and nothing was changed. Numbers: " + ", ".join(lines),
        "headers": {"Retry-After": {"schema": {"type": "integer"}}},
        "content": {PROBLEM: {"schema": {"$ref": _REF.format(name="ProblemBody")}}},
    }


if __name__ == "__main__":
    import sys

    sys.stdout.write(text())
