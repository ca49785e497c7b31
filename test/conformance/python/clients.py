"""Both clients of the official SDK behind one interface, which records what was called."""

import inspect

from agentphone import AgentPhone, AsyncAgentPhone


def opened(kind, api_key, base_url):
    maker = {"sync": AgentPhone, "async": AsyncAgentPhone}[kind]
    return maker(api_key=api_key, base_url=base_url)


class Driven:
    """`await sdk.numbers.list()` works with either client; a stream is returned as the list of its events."""

    def __init__(self, client):
        self._client = client
        self.called = set()

    def __getattr__(self, name):
        return _Resource(getattr(self._client, name), name, self.called)

    def uncalled(self):
        """The public methods of all resources that were not called, such as `numbers.list`."""
        resources = {
            name: value
            for name, value in vars(self._client).items()
            if not name.startswith("_") and type(value).__name__.endswith("Resource")
        }
        methods = {
            f"{name}.{method}"
            for name, resource in resources.items()
            for method, _ in inspect.getmembers(resource, inspect.ismethod)
            if not method.startswith("_")
        }
        return sorted(methods - self.called)

    async def close(self):
        await _settled(self._client.close())


class _Resource:
    def __init__(self, resource, name, called):
        self._resource = resource
        self._name = name
        self._called = called

    def __getattr__(self, method):
        async def call(*args, **kwargs):
            self._called.add(f"{self._name}.{method}")
            return await _settled(getattr(self._resource, method)(*args, **kwargs))

        return call


async def _settled(answer):
    if inspect.isasyncgen(answer):
        return [event async for event in answer]
    if inspect.isgenerator(answer):
        return list(answer)
    return await answer if inspect.isawaitable(answer) else answer
