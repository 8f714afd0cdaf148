"""Reads and writes a store with the habits of the web app that owns it, good and bad.

A file is opened for writing, and thereby emptied, before its lock is waited for; what is missing or broken is read as
empty; reading and writing are locked one by one, so that what is written back may be stale.

    app.py work STORE USER_ID    adds messages and accounts until standard input ends, then prints what it wrote and saw
    app.py obey                  does what each line of standard input says, and answers each with a line
"""

import fcntl
import json
import select
import sys
import uuid
from datetime import datetime


def load(path, faults=None):
    """Returns the document, or an empty one; what made it empty is added to `faults`."""
    try:
        with open(path, "r") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            text = file.read()
            fcntl.flock(file, fcntl.LOCK_UN)
        return json.loads(text)
    except (OSError, ValueError) as error:
        if faults is not None:
            faults.append(f"{path}: {error!r}")
        return {}


def dump_locked(file, document):
    """Writes into a file that is open already."""
    fcntl.flock(file, fcntl.LOCK_EX)
    json.dump(document, file, indent=2)
    file.flush()
    fcntl.flock(file, fcntl.LOCK_UN)
    file.close()


def save(path, document):
    dump_locked(open(path, "w"), document)


def add_message(document, conversation, text):
    now = datetime.now().isoformat(timespec="microseconds")
    fresh = {"id": conversation, "title": "by the app", "provider": "openai", "model": "gpt-4o", "timestamp": now}
    document.setdefault("api_keys", {})
    talk = document.setdefault("conversations", {}).setdefault(conversation, {**fresh, "messages": []})
    talk["messages"].append({"role": "user", "content": text})
    talk["messages"].append({"role": "assistant", "content": text, "provider": "openai", "model": "gpt-4o",
                             "input_tokens": 1, "output_tokens": 1, "total_tokens": 2, "cost": 0.0001})


def new_account(email):
    return {"id": str(uuid.uuid4()), "email": email, "name": email, "password_hash": "scrypt:32768:8:1$salt$00",
            "auth_type": "email", "created_at": datetime.now().isoformat(timespec="microseconds")}


def work(store, user):
    users_path, user_path = f"{store}/users.json", f"{store}/user_data/{user}.json"
    conversation = str(uuid.uuid4())
    faults, messages, accounts = [], [], []
    while not select.select([sys.stdin], [], [], 0)[0]:
        document = load(user_path, faults)
        if "conversations" not in document:
            faults.append(f"{user_path}: no conversations in it")
            break
        text = f"app-message-{len(messages)}"
        add_message(document, conversation, text)
        save(user_path, document)
        messages.append(text)
        if len(messages) % 8 == 0:
            users = load(users_path, faults)
            if user not in users:
                faults.append(f"{users_path}: no account of {user} in it")
                break
            account = new_account(f"app-{len(accounts)}@example.org")
            users[account["id"]] = account
            save(users_path, users)
            accounts.append(account["id"])
    json.dump({"faults": faults, "messages": messages, "accounts": accounts, "conversation": conversation}, sys.stdout)


def obey():
    documents, emptied, locked = {}, {}, []
    for line in sys.stdin:
        order, path, *rest = json.loads(line)
        if order == "load":
            documents[path] = load(path)
        elif order == "add message":
            add_message(documents[path], *rest)
        elif order == "delete conversation":
            del documents[path]["conversations"][rest[0]]
        elif order == "save":
            save(path, documents[path])
        elif order == "open to save":
            emptied[path] = open(path, "w")
        elif order == "wait and save":
            # Answered before the lock is had: whoever gave this order lets go of it afterwards.
            print("waiting", flush=True)
            dump_locked(emptied.pop(path), documents[path])
        elif order == "lock":
            locked.append(open(path, "r+"))
            fcntl.flock(locked[-1], fcntl.LOCK_EX)
        else:
            raise ValueError(order)
        print("done", flush=True)


if __name__ == "__main__":
    {"work": work, "obey": obey}[sys.argv[1]](*sys.argv[2:])
