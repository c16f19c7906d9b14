"""Runs a notebook from its own folder and fails where a cell does: `run_notebook.py FILE`."""

import pathlib
import sys

import nbclient
import nbformat


def main():
    file = pathlib.Path(sys.argv[1])
    notebook = nbformat.read(file, as_version=4)
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(file.parent)}}).execute()
    print(f"{file.name}: {sum(cell.cell_type == 'code' for cell in notebook.cells)} cells run")


if __name__ == "__main__":
    main()
