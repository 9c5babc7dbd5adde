"""Configuration in layers, checked against a schema."""

from confstack.config import Config, load
from confstack.errors import ConfigError, InterpolationError, ParseError, SchemaError
from confstack.schema import Schema

__all__ = ["Config", "ConfigError", "InterpolationError", "ParseError", "Schema", "SchemaError", "load"]
