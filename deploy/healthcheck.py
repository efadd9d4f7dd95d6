"""Exit 0 when the process in this container is ready: `python -m deploy.healthcheck [port]`."""

import sys

import httpx


def main(port: str = "8000") -> int:
    """Ask `/readyz`; 0 when it answers 200. Prints the reasons otherwise, for `docker inspect`."""
    try:
        answer = httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=4)
    except httpx.HTTPError as error:
        print(type(error).__name__)
        return 1
    print(answer.text)
    return int(answer.status_code != 200)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
