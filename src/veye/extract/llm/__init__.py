"""Reading with a language model: optional, over any OpenAI-compatible endpoint or the Anthropic API."""

from veye.extract.llm.options import Key, Limits, Options, options_from
from veye.extract.llm.reader import LLMReader, LLMReading, Usage, open_llm

__all__ = ["Key", "LLMReader", "LLMReading", "Limits", "Options", "Usage", "open_llm", "options_from"]
