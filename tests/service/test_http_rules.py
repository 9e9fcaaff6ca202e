"""What holds for every answer: headers, methods, hosts, and no foreign address in the documentation."""

import gzip
import re

import pytest
from fastapi import FastAPI
from fastapi.responses import Response
from fastapi.testclient import TestClient

from geo.city.sample import build_sample
from maps.policy import add_policy
from service.app import create_app
from service.errors import add_error_handlers
from service.hosts import AllowedHosts, list_own_hosts
from service.http_rules import add_http_rules
from service.settings import Settings

PLACE = "/v1/locate?lon=117.0&lat=34.5&datum=wgs84"
PATHS = [
    "/", "/maps/coverage.html", "/find", "/docs", "/redoc", "/openapi.json", "/healthz", "/readyz", PLACE,
    "/v1/coverage", "/v1/gaps", "/v1/audit", "/v1/grid-units/410102001001001", "/v1/grid-units/410102001001001/workers",
    "/v1/grid-units/0",
    "/v1/circle?lon=200", "/v1/jobs/none", "/nothing", "/static-offline-docs/swagger-ui.css", "/v1/scenarios",
]  # fmt: skip


@pytest.fixture(scope="module")
def client():
    with TestClient(create_app(Settings(), build_sample()), follow_redirects=False) as client:
        yield client


def ask(answer, *, path="/page", scheme="http", **settings):
    """Ask an application whose only address gives an answer."""
    app = FastAPI()
    app.get("/page")(answer)
    add_error_handlers(app)
    add_http_rules(app, Settings(**settings))
    with TestClient(app, base_url=f"{scheme}://testserver", raise_server_exceptions=False) as client:
        return client.get(path)


def check_headers(headers):
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "cache-control" in headers or "etag" in headers


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "DELETE"])
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_the_headers_and_a_policy(client, method, path):
    answer = client.request(method, path)
    check_headers(answer.headers)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    names = [name for name, _ in answer.headers.multi_items()]
    assert len(names) == len(set(names))


def test_a_fault_has_the_headers_too():
    def fail():
        raise KeyError("x")

    answer = ask(fail)
    assert answer.status_code == 500
    check_headers(answer.headers | {"cache-control": ""})
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", PATHS)
def test_head_answers_like_get_without_a_body(client, path):
    asked, head = client.get(path), client.head(path)
    assert head.status_code == asked.status_code
    assert head.content == b""
    ignored = {"content-length", "content-encoding", "vary", "transfer-encoding"}
    assert {k: v for k, v in head.headers.items() if k not in ignored} == {
        k: v for k, v in asked.headers.items() if k not in ignored
    }


@pytest.mark.parametrize(
    ("path", "allow"),
    [
        (PLACE, "GET, POST, HEAD, OPTIONS"),
        ("/v1/scenarios", "POST, OPTIONS"),
        ("/v1/jobs/x", "GET, DELETE, HEAD, OPTIONS"),
        ("/find", "GET, HEAD, OPTIONS"),
        ("/static-offline-docs/swagger-ui.css", "GET, HEAD, OPTIONS"),
    ],
)
def test_options_and_a_wrong_method_name_all_methods(client, path, allow):
    answer = client.options(path)
    assert (answer.status_code, answer.content, answer.headers["allow"]) == (204, b"", allow)
    assert client.patch(path).status_code == 405
    if "static" not in path:
        assert client.patch(path).headers["allow"] == allow


def test_an_address_that_is_none_is_not_found_by_any_method(client):
    assert {client.request(method, "/none").status_code for method in ("GET", "HEAD", "OPTIONS", "POST")} == {404}


def test_neither_head_nor_options_is_in_the_documentation(client):
    methods = {method for path in client.get("/openapi.json").json()["paths"].values() for method in path}
    assert methods == {"get", "post", "put", "delete"}


PAGE = add_policy("<head><title>A</title></head><script>1</script>", allowed={"connect-src": "'self'"})


@pytest.mark.parametrize("is_packed", [True, False])
def test_a_page_carries_its_own_policy_in_the_header_and_forbids_frames(is_packed):
    body, headers = (gzip.compress(PAGE.encode()), {"Content-Encoding": "gzip"}) if is_packed else (PAGE, {})
    answer = ask(lambda: Response(body, media_type="text/html", headers=headers))
    policy = answer.headers["content-security-policy"]
    assert policy.count("'sha256-") == 1
    assert policy.startswith("default-src 'none'; ")
    assert policy.endswith("; connect-src 'self'; frame-ancestors 'none'")


def test_a_page_without_a_policy_may_do_nothing():
    answer = ask(lambda: Response("<script>1</script>", media_type="text/html"))
    assert answer.headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_a_page_that_is_held_keeps_the_policy_that_came_with_it(client):
    first = client.get("/find")
    again = client.get("/find", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert "content-security-policy" not in again.headers


def test_only_a_secret_connection_has_a_policy_of_openers():
    answers = [ask(lambda: Response("x"), scheme=scheme) for scheme in ("http", "https")]
    assert [answer.headers.get("cross-origin-opener-policy") for answer in answers] == [None, "same-origin"]


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_the_documentation_names_no_foreign_address(client, path):
    page = client.get(path, follow_redirects=True).text
    assert re.findall(r"(?:https?:)?//[\w.-]+\.\w+", page) == []
    assert "googleapis" not in page
    assert '"validatorUrl": null' in page


# --- hosts


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200), ("LOCALHOST:8000", 200), ("127.0.0.1:8000", 200), ("[::1]:8000", 200), ("10.1.2.3", 200),
        ("localhost.", 200), ("evil.example", 421), ("localhost.evil.example", 421), ("10.1.2.4", 421), ("", 421),
    ],
)  # fmt: skip
def test_only_names_of_this_machine_are_answered_where_serve_sets_them(host, status):
    settings = Settings(allowed_hosts=list_own_hosts("10.1.2.3"))
    with TestClient(create_app(settings, build_sample())) as client:
        answer = client.get("/healthz", headers={"Host": host})
    assert answer.status_code == status
    if status == 421:
        assert "GRIDWALK_ALLOWED_HOSTS" in answer.json()["detail"]
        check_headers(answer.headers)


def test_an_application_that_nobody_told_its_hosts_answers_any(client):
    assert client.get("/healthz", headers={"Host": "any.example"}).status_code == 200


def test_the_names_that_are_remembered_are_bounded():
    hosts = AllowedHosts("localhost")
    for n in range(5000):
        hosts.allow(b"host-%d" % n, None)
    assert len(hosts._known) <= 1000
