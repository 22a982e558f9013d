"""Profiles in pprof's format with known values, of the program of reports.py."""
import os

SCRATCH = os.environ["SCRATCH"]

# Function, live bytes, allocated bytes; the rest of pprof's figures follow from these.
HEAP = [
    ("net/http.(*Reader).part2", 4 << 20, 9 << 20),
    ("encoding/json.(*Decoder).refill", 2 << 20, 40 << 20),
    ("example.com/app.(*Store).Keep", 1 << 20, 1 << 20),
    ("github.com/google/pprof/parse.(*Reader).part3", 0, 5 << 20),
    ("main.main", 1 << 19, 1 << 19),
]
CPU = [("runtime.mallocgc", 30), ("encoding/json.(*Decoder).refill", 60), ("net/http.(*Reader).part2", 10)]


def varint(number):
    number &= (1 << 64) - 1
    text = b""
    while number > 127:
        text += bytes([number & 127 | 128])
        number >>= 7
    return text + bytes([number])


def field(number, value):
    if isinstance(value, bytes):
        return varint(number << 3 | 2) + varint(len(value)) + value
    return varint(number << 3) + varint(value)


def profile(name, types, samples):
    """Writes samples, each a function and a value for each type; one location and function for each name."""
    strings, functions = [""], []

    def index(text):
        if text not in strings:
            strings.append(text)
        return strings.index(text)

    message = b"".join(field(1, field(1, index(kind)) + field(2, index(unit))) for kind, unit in types)
    for function, *values in samples:
        if function not in functions:
            functions.append(function)
        place = functions.index(function) + 1
        message += field(2, field(1, place) + b"".join(field(2, value) for value in values))
    for place, function in enumerate(functions, 1):
        message += field(4, field(1, place) + field(4, field(1, place) + field(2, 7)))
        message += field(5, field(1, place) + field(2, index(function)) + field(4, index(function.split(".")[0] + "/file.go")))
    message += b"".join(field(6, text.encode()) for text in strings)
    path = f"{SCRATCH}/{name}.pb"
    with open(path, "wb") as file:
        file.write(message)
    return path


def heap(name="heap", factor=1):
    return profile(name, [("alloc_objects", "count"), ("alloc_space", "bytes"), ("inuse_objects", "count"), ("inuse_space", "bytes")],
                   [(function, allocated * factor // 512, allocated * factor, live * factor // 512, live * factor)
                    for function, live, allocated in HEAP])


def cpu():
    return profile("cpu", [("samples", "count"), ("cpu", "nanoseconds")],
                   [(function, samples, samples * 10_000_000) for function, samples in CPU])
