"""What Excel raises: the tests see exceptions of the same shape as pywin32's `com_error`."""

from __future__ import annotations

DISP_E_EXCEPTION = -2147352567
RPC_SERVER_UNAVAILABLE = -2147023174
APPLICATION_DEFINED = -2146827284


class ExcelError(Exception):
    """A call that Excel refused: `hresult`, and the sentence in `args[2][2]` as in `com_error`."""

    def __init__(self, message: str, hresult: int = DISP_E_EXCEPTION) -> None:
        details = (0, "Microsoft Excel", message, "xlmain11.chm", 0, APPLICATION_DEFINED)
        super().__init__(hresult, message, details, None)
        self.hresult = hresult
        self.message = message


class OfficeGoneError(ExcelError):
    """The office process has ended: nothing can be called any more."""

    def __init__(self, message: str = "The RPC server is unavailable.") -> None:
        super().__init__(message, RPC_SERVER_UNAVAILABLE)


def refused(message: str) -> ExcelError:
    """Excel's error 1004 with a reason."""
    return ExcelError(f"Application-defined or object-defined error: {message}")
