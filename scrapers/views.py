"""A value that is made when it is first read and kept: ``functools.cached_property`` without its lock.

Until Python 3.12 the library's takes a lock at each first reading, which for fifteen views of a page is a
twentieth of what the page costs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class view(Generic[T]):
    """``@view`` over a method without arguments. Setting or deleting the attribute is as with any other."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> view[T]: ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> view[T] | T:
        if instance is None:
            return self
        value = self._make(instance)
        instance.__dict__[self._name] = value
        return value
