"""A peer: a script of an afternoon. Arguments: base URL, file, folder of the results, threads."""

import http.client
import os
import sys
import threading
import urllib.parse

base, accounts, results, threads = sys.argv[1:]
url = urllib.parse.urlsplit(base)
query = "?field=accountId&exactMatch=true&startsWith=true&limit=10"
headers = {"Authorization": "Bearer of-the-benchmark"}
reading = threading.Lock()
writing = threading.Lock()
failures = []


def work(rows, found, errors):
    connection = http.client.HTTPConnection(url.hostname, url.port)
    try:
        while not failures:
            with reading:
                account = next(rows, "").strip()
            if not account:
                return
            path = url.path + "/Partners/customers/search/" + urllib.parse.quote(account, safe="") + query
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            body = response.read().decode()
            with writing:
                (found if response.status == 200 else errors).write(f"{account},{body}\n")
    except Exception as failure:
        failures.append(failure)


with open(accounts) as rows, open(os.path.join(results, "found.txt"), "w") as found, open(
    os.path.join(results, "errors.txt"), "w"
) as errors:
    workers = [threading.Thread(target=work, args=(rows, found, errors)) for _ in range(int(threads))]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
if failures:
    sys.exit(f"failed: {failures[0]!r}")
