"""What the library says of itself (`convener schema`), as declarations of types and a list of verbs.

A type is a tuple: ("any",), ("null",), ("bool",), ("int",), ("number",), ("text",), ("word", "x"), ("list", T),
("map", T), ("union", [T..]) or ("ref", name).
"""

from dataclasses import dataclass, field

# Names of the schema that read better otherwise.
NAMES = {
    "PlanWithOptimalStatus": "Optimal",
    "PlanWithFeasibleStatus": "Feasible",
    "PanelEntry": "PanelSeats",
    "FaultEntry": "Fault",
    # Forums have rules and goals of their own.
    "RuleEntry": "Tally",
    "GoalEntry": "GoalValue",
}
# These are raised, not returned.
RAISED = {"rejected", "fault"}


@dataclass
class Field:
    name: str
    type: tuple
    required: bool
    doc: str


@dataclass
class Declaration:
    name: str
    doc: str
    # A record has fields, any other declaration gives a type a name.
    fields: list = None
    type: tuple = None


@dataclass
class Verb:
    name: str
    doc: str
    reads: str
    writes: tuple
    listens: bool
    options: list = field(default_factory=list)


def renamed(name):
    return NAMES.get(name, name.removesuffix("Entry"))


class Model:
    """Every declaration by name, in the order of first mention, and every verb."""

    def __init__(self, schemas):
        self.declarations, self.taken = {}, {}
        for name, schema in schemas.items():
            if name != "verbs":
                self.document(schema)
        # What a refusal lists; the refusal itself is raised.
        self.named("Fault", schemas["answer"]["$defs"]["FaultEntry"], schemas["answer"])
        self.verbs = [self.verb(name, verb, schemas) for name, verb in schemas["verbs"].items()]

    def document(self, schema):
        kept = [branch for branch in schema.get("anyOf", []) if not raised(branch, schema)]
        if len(kept) == 1 and "$ref" in kept[0]:
            # Of several documents only one is returned: it has the name of the whole.
            NAMES[kept[0]["$ref"].removeprefix("#/$defs/")] = schema["title"]
            self.type(kept[0], schema, schema["title"])
        else:
            self.named(schema["title"], schema, schema)

    def verb(self, name, verb, schemas):
        options, writes = verb["options"], verb["writes"]
        properties = options.get("properties", {})
        required = options.get("required", [])
        fields = [
            Field(option, self.type(of, options, name.title() + option.title()), option in required, told(of))
            for option, of in properties.items()
        ]
        special = {"text": ("text",), "schemas": ("map", ("any",))}
        result = special.get(writes) or ("ref", schemas[writes]["title"])
        return Verb(name, verb["description"], verb["reads"], result, verb["listens"], fields)

    def named(self, name, schema, root):
        """Declares a type, once; a second one of the same name but another shape would be an error."""
        known = self.taken.get(name)
        if known is not None:
            # What is written lacks fields that are only read; the first mention has them all.
            here, there = shape(schema), known
            if here.get("properties", {}).items() <= there.get("properties", {}).items():
                here, there = ({**one, "properties": None, "allOf": None} for one in (here, there))
            if here != there:
                raise SystemExit(f"generate: two types are called {name}")
            return ("ref", name)
        self.taken[name] = shape(schema)
        self.declarations[name] = declaration = Declaration(name, told(schema))
        if "properties" in schema and "additionalProperties" not in schema or schema.get("additionalProperties") is False:
            required = schema.get("required", [])
            declaration.fields = [
                Field(key, self.type(of, root, name + key.title()), key in required, told(of))
                for key, of in schema["properties"].items()
            ]
        else:
            declaration.type = self.type(schema, root, name)
        return ("ref", name)

    def type(self, schema, root, name):
        if schema is True:
            return ("any",)
        if "$ref" in schema:
            target = schema["$ref"].removeprefix("#/$defs/")
            if len(words := root["$defs"][target].get("oneOf", [])) == 1 and "const" in words[0]:
                return ("word", words[0]["const"])
            return self.named(renamed(target), root["$defs"][target], root)
        if "const" in schema:
            return ("word", schema["const"])
        if "enum" in schema:
            return ("union", [("word", word) for word in schema["enum"]])
        branches = schema.get("anyOf") or ("type" not in schema and schema.get("oneOf"))
        if branches:
            kept = [branch for branch in branches if not raised(branch, root)]
            return union([self.type(branch, root, tagged(branch, name)) for branch in kept])
        names = schema.get("type")
        if isinstance(names, list):
            return union([self.type({**schema, "type": one}, root, name) for one in names])
        match names:
            case "array":
                return ("list", self.type(schema.get("items", {}), root, name))
            case "object":
                others = schema.get("additionalProperties")
                if others is False or "properties" in schema and others is None:
                    return self.named(name, schema, root)
                fields = [self.type(of, root, name) for of in schema.get("properties", {}).values()]
                value = self.type(others, root, name) if isinstance(others, dict) else ("any",)
                return ("map", union([value, *fields]))
            case None:
                return ("any",)
        return ({"string": "text", "integer": "int", "boolean": "bool"}.get(names, names),)


def union(types):
    flat = []
    for one in types:
        for inner in one[1] if one[0] == "union" else [one]:
            if inner not in flat:
                flat.append(inner)
    return flat[0] if len(flat) == 1 else ("union", flat)


def tagged(branch, name):
    """The name of an inline record among several: its tag before the name of the whole."""
    words = [of["const"] for of in branch.get("properties", {}).values() if isinstance(of.get("const"), str)]
    return (words[0].title() if words else "") + name


def raised(branch, root):
    if "$ref" not in branch:
        return False
    status = root["$defs"][branch["$ref"].removeprefix("#/$defs/")].get("properties", {}).get("status", {})
    return any(one.get("const") in RAISED for one in [status, *status.get("oneOf", [])])


def told(schema):
    return "" if schema is True else schema.get("description", "").replace("`null`", "null")


def shape(schema):
    """A schema without its words."""
    if isinstance(schema, dict):
        return {key: shape(value) for key, value in schema.items() if key not in ("description", "title", "$schema", "$defs")}
    if isinstance(schema, list):
        return [shape(value) for value in schema]
    return schema
