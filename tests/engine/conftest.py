"""The fixtures of the engine for its own tests."""

from tests.engine.fixtures import app, office

__all__ = ["app", "office"]
