"""A client with a token of the local issuer."""

import httpx

from deploy.uitgever import CLIENTS


async def demo_client(issuer: str) -> httpx.AsyncClient:
    """A client that may do everything the demo does; raises httpx.HTTPError when the issuer at this address says no."""
    client = httpx.AsyncClient(timeout=30)
    demo = CLIENTS["demo"]
    answer = await client.post(
        f"{issuer}/token",
        data={"grant_type": "client_credentials"},
        auth=(demo.naam, demo.geheim),
    )
    answer.raise_for_status()
    client.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
    return client
