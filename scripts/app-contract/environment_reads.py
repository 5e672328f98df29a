"""Which environment variables a Python package reads, by its syntax trees alone.

Seen: os.environ and os.getenv under any import name, copies of os.environ, `in`,
and calls of functions that hand a parameter on to one of these (parsers of a
configuration), however deep; names in a loop over literals; click's `envvar`.
Not seen: names that are put together at run time; these places are reported.
"""

import ast
from dataclasses import dataclass, field
from pathlib import Path

READS = {"get", "pop", "setdefault", "getenv"}


@dataclass
class Reads:
    """Names with the literal defaults and the files they are read in."""

    variables: dict = field(default_factory=dict)
    unseen: list = field(default_factory=list)

    def add(self, name, file, default=None):
        entry = self.variables.setdefault(name, {"defaults": set(), "files": set()})
        entry["files"].add(file)
        if default is not None:
            entry["defaults"].add(default)


def literal(node):
    """A literal default as the variable would be written; None for anything else."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str":
        node = node.args[0] if node.args else node
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = literal(node.operand)
        return None if inner is None else f"-{inner}"
    if not isinstance(node, ast.Constant) or node.value is None:
        return None
    return str(node.value).lower() if isinstance(node.value, bool) else str(node.value)


class Module(ast.NodeVisitor):
    """Finds the expressions of one file that read a variable."""

    def __init__(self, tree, file):
        self.file = file
        self.tree = tree
        self.environs = set()
        self.getenvs = set()
        self.modules = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                self.modules |= {a.asname or a.name for a in node.names if a.name == "os"}
            if isinstance(node, ast.ImportFrom) and node.module == "os":
                for alias in node.names:
                    if alias.name == "environ":
                        self.environs.add(alias.asname or alias.name)
                    if alias.name == "getenv":
                        self.getenvs.add(alias.asname or alias.name)

    def is_environ(self, node):
        if isinstance(node, ast.Name):
            return node.id in self.environs
        if isinstance(node, ast.Attribute):
            return node.attr == "environ" and self.is_os(node.value)
        # `os.environ.copy()`, `dict(os.environ)`, `base or os.environ`.
        if isinstance(node, ast.Call):
            inner = node.func.value if isinstance(node.func, ast.Attribute) else None
            return (inner is not None and node.func.attr == "copy" and self.is_environ(inner)) or (
                isinstance(node.func, ast.Name)
                and node.func.id == "dict"
                and any(self.is_environ(a) for a in node.args)
            )
        return isinstance(node, ast.BoolOp) and any(self.is_environ(v) for v in node.values)

    def is_os(self, node):
        return isinstance(node, ast.Name) and node.id in self.modules

    def read(self, node):
        """(name expression, default expression or None) of a read; None where it is none."""
        if isinstance(node, ast.Call):
            func, args = node.func, node.args
            default = args[1] if len(args) > 1 else keyword(node, "default")
            if isinstance(func, ast.Attribute) and func.attr in READS and args:
                if self.is_environ(func.value) or (func.attr == "getenv" and self.is_os(func.value)):
                    return args[0], default
            if isinstance(func, ast.Name) and func.id in self.getenvs and args:
                return args[0], default
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            if self.is_environ(node.value):
                return node.slice, None
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
            if self.is_environ(node.comparators[0]):
                return node.left, None
        return None


def keyword(call, name):
    return next((k.value for k in call.keywords if k.arg == name), None)


def parameters(function):
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        return []
    return [a.arg for a in [*function.args.posonlyargs, *function.args.args]]


def called(call):
    """Last part of what is called: `parse_int` of `ConfigParser.parse_int(…)`."""
    func = call.func
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", None)


def walk_with_scopes(node, scopes=()):
    """Every node with the functions and loops that it stands in, innermost last."""
    for child in ast.iter_child_nodes(node):
        yield child, scopes
        opens = isinstance(
            child,
            (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.For, ast.ListComp, ast.DictComp),
        )
        yield from walk_with_scopes(child, (*scopes, child) if opens else scopes)


def loop_literals(name, scopes):
    """Strings that a loop around it gives to a name."""
    for scope in scopes:
        loops = (
            [(scope.target, scope.iter)]
            if isinstance(scope, ast.For)
            else [(g.target, g.iter) for g in getattr(scope, "generators", [])]
        )
        for target, values in loops:
            if isinstance(target, ast.Name) and target.id == name:
                if isinstance(values, (ast.Tuple, ast.List, ast.Set)):
                    return [v.value for v in values.elts if isinstance(v, ast.Constant)]
                if isinstance(values, ast.Name):
                    return values
    return []


class Package:
    """All files of a package: a parser of one is called in the others."""

    def __init__(self, files):
        self.modules = [Module(ast.parse(text), name) for name, text in files]
        # Function name -> (position of the parameter that names a variable, whether it takes many).
        self.parsers = {}
        self.result = Reads()

    def reads(self):
        known = -1
        while known != len(self.parsers):
            known = len(self.parsers)
            self.result = Reads()
            for module in self.modules:
                self.module(module)
        return self.result

    def module(self, module):
        for node, scopes in walk_with_scopes(module.tree):
            found = module.read(node)
            if found is not None:
                self.name(module, node, scopes, *found)
            if isinstance(node, ast.Call):
                self.call(module, node, scopes)

    def call(self, module, node, scopes):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "option":
            variable = keyword(node, "envvar")
            if isinstance(variable, ast.Constant):
                module_default = keyword(node, "default")
                self.result.add(variable.value, module.file, literal(module_default))
        parser = self.parsers.get(called(node))
        if parser is None:
            return
        position, parameter, many = parser
        given = node.args[position] if len(node.args) > position else keyword(node, parameter)
        if given is None:
            return
        if many:
            for element in getattr(given, "elts", []):
                if isinstance(element, ast.Constant):
                    self.result.add(element.value, module.file)
            return
        default = node.args[position + 1] if len(node.args) > position + 1 else keyword(node, "default")
        self.name(module, node, scopes, given, default)

    def name(self, module, node, scopes, name, default):
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            self.result.add(name.value, module.file, literal(default))
            return
        if isinstance(name, ast.Name):
            values = loop_literals(name.id, scopes)
            if isinstance(values, list) and values:
                for value in values:
                    self.result.add(value, module.file, literal(default))
                return
            wanted = values.id if isinstance(values, ast.Name) else name.id
            if self.parser(wanted, scopes, many=isinstance(values, ast.Name)):
                return
        self.result.unseen.append(f"{module.file}:{node.lineno} {ast.unparse(name)}")

    def parser(self, parameter, scopes, many):
        """Notes the function that hands its parameter on; False where none does."""
        for function in reversed(scopes):
            names = parameters(function)
            if parameter in names and not isinstance(function, ast.Lambda):
                position = names.index(parameter)
                bound = names[0] in ("self", "cls")
                self.parsers[function.name] = (position - bound, parameter, many)
                return True
        return False


def environment_reads(root):
    """All reads in the Python files below a folder."""
    folder = Path(root)
    files = [
        (path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.py"))
    ]
    return Package(files).reads()
