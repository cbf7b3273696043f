from web.exceptions import Refusal


class FolderRefusal(Refusal):
    """Wrong input, as one sentence that names the file and, where there is one, the line.

    Raised before anything is written, or inside the transaction that is then rolled back.
    """

    def __init__(self, problem: str, *, file: str = "", line: int | None = None):
        self.problem, self.file, self.line = problem, file, line
        place = f"{file}, line {line}" if file and line else file
        super().__init__(f"{place}: {problem}" if place else problem)
