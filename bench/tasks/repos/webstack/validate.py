"""Names every contradiction between the files; ends with 1 when there is one."""

import configparser
import json
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent


def problems(root=ROOT):
    """One text for each contradiction."""
    found = []
    try:
        services = [tomllib.loads(path.read_text()) for path in sorted((root / "services").glob("*.toml"))]
        gateway = json.loads((root / "gateway.json").read_text())
        limits = configparser.ConfigParser()
        limits.read_string((root / "limits.ini").read_text())
    except (ValueError, configparser.Error) as error:
        return [f"a file cannot be read: {error}"]
    ports = {service["name"]: service["port"] for service in services}
    for service in services:
        name = service["name"]
        found += [f"{name} needs {other}, which there is not" for other in service["needs"] if other not in ports]
        if service["health"]["timeout_s"] >= service["health"]["interval_s"]:
            found.append(f"{name}: the health check's timeout is not below its interval")
        for key, value in service["environment"].items():
            match = re.fullmatch(r"http://(\w+):(\d+)", value) if key.endswith("_URL") else None
            if match and ports.get(match[1]) != int(match[2]):
                found.append(f"{name}: {key} is {value}, but {match[1]} listens on {ports.get(match[1])}")
        if name not in limits:
            found.append(f"{name} has no limits")
        elif not 64 <= limits[name].getint("memory", 0) <= 1024:
            found.append(f"{name}: memory must be 64 to 1024 MB")
    if len(set(ports.values())) < len(ports):
        found.append("two services listen on the same port")
    for route in gateway["routes"]:
        if ports.get(route["service"]) != route["port"]:
            found.append(f"route {route['path']} leads to port {route['port']} of {route['service']}")
    return found


def main():
    found = problems()
    print("\n".join(found) or "ok")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
