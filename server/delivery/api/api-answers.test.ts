import assert from "node:assert/strict";
import { test } from "node:test";
import { accepted, kinds, mail, ok, provider, sendAll } from "../../../test/support/api-pool.ts";
import type { ProviderAnswer } from "../../../test/support/provider-server.ts";
import type { RelayKind } from "../../relays/index.ts";

/** What each answer comes to: code and enhanced code, or why it was not sent or is uncertain. */
const answers: [RelayKind, string, ProviderAnswer, string][] = [
  [
    "ses",
    "unverified sender",
    sesError(400, "MessageRejected", "Email address is not verified: a@b.example"),
    "notSent relay_unavailable",
  ],
  ["ses", "content", sesError(400, "MessageRejected", "Virus found"), "554 5.7.0"],
  [
    "ses",
    "bad address",
    sesError(400, "BadRequestException", "Local address contains control"),
    "553 5.1.3",
  ],
  ["ses", "paused", sesError(400, "SendingPausedException", "paused"), "notSent relay_unavailable"],
  [
    "ses",
    "rate",
    sesError(429, "TooManyRequestsException", "Maximum sending rate exceeded"),
    "421 4.7.0",
  ],
  ["ses", "signature", sesError(403, "SignatureDoesNotMatch", "no"), "notSent relay_unavailable"],
  [
    "postmark",
    "inactive recipient",
    { status: 422, body: { ErrorCode: 406, Message: "inactive" } },
    "550 5.2.1",
  ],
  [
    "postmark",
    "bad recipient",
    { status: 422, body: { ErrorCode: 300, Message: "Error parsing 'To'" } },
    "553 5.1.3",
  ],
  [
    "postmark",
    "bad request",
    { status: 422, body: { ErrorCode: 300, Message: "Error parsing 'From'" } },
    "554 5.7.0",
  ],
  [
    "postmark",
    "sender unknown",
    { status: 422, body: { ErrorCode: 400, Message: "signature" } },
    "notSent relay_unavailable",
  ],
  [
    "postmark",
    "token",
    { status: 401, body: { ErrorCode: 10, Message: "token" } },
    "notSent relay_unavailable",
  ],
  ["postmark", "too large", { status: 413 }, "552 5.3.4"],
  ["mailjet", "bad recipient", mailjetError("mj-0013", ["To[0].Email"]), "553 5.1.3"],
  ["mailjet", "sender unknown", mailjetError("send-0008", ["From"]), "notSent relay_unavailable"],
  ["mailjet", "content", mailjetError("mj-0004", ["HTMLPart"]), "554 5.7.0"],
  [
    "mailjet",
    "error in 200",
    { ...(mailjetError("mj-0013", ["To[0].Email"]) as object), status: 200 },
    "553 5.1.3",
  ],
  [
    "brevo",
    "bad recipient",
    { status: 400, body: { code: "invalid_parameter", message: "email is not valid in to" } },
    "553 5.1.3",
  ],
  [
    "brevo",
    "sender unknown",
    { status: 400, body: { code: "invalid_parameter", message: "the sender is not valid" } },
    "notSent relay_unavailable",
  ],
  [
    "brevo",
    "no credit",
    { status: 402, body: { code: "not_enough_credits", message: "no" } },
    "notSent relay_unavailable",
  ],
  [
    "brevo",
    "seen before",
    { status: 400, body: { code: "duplicate_request", message: "seen" } },
    "uncertain answer_unclear",
  ],
  ["scaleway", "bad recipient", scalewayError("to.0.email"), "553 5.1.3"],
  ["scaleway", "sender unknown", scalewayError("from.email"), "notSent relay_unavailable"],
  [
    "scaleway",
    "rights",
    { status: 403, body: { type: "permissions_denied" } },
    "notSent relay_unavailable",
  ],
];
for (const kind of kinds)
  answers.push(
    [kind, "too many requests", { status: 429, body: {} }, "421 4.7.0"],
    [kind, "error of the server", { status: 500, body: {} }, "451 4.3.0"],
    [kind, "out of service", { status: 503 }, "421 4.7.0"],
    [kind, "gateway", { status: 502, body: "bad gateway" }, "uncertain answer_unclear"],
    [kind, "gateway in time", { status: 504 }, "uncertain answer_unclear"],
    [
      kind,
      "redirection",
      { status: 302, headers: { location: "http://127.0.0.1:1/" } },
      "notSent relay_unavailable",
    ],
    [kind, "nothing there", { status: 404, body: {} }, "notSent relay_unavailable"],
    [kind, "cut off", "drop", "uncertain connection_lost"],
    [kind, "no answer", "hang", "uncertain connection_lost"],
  );

function sesError(status: number, type: string, message: string): ProviderAnswer {
  return { status, headers: { "x-amzn-errortype": `${type}:http://x/` }, body: { message } };
}
function mailjetError(code: string, about: string[]): ProviderAnswer {
  const error = { ErrorCode: code, StatusCode: 400, ErrorMessage: "no", ErrorRelatedTo: about };
  return { status: 400, body: { Messages: [{ Status: "error", Errors: [error] }] } };
}
function scalewayError(name: string): ProviderAnswer {
  const details = [{ argument_name: name, help_message: "no", reason: "constraint" }];
  return { status: 400, body: { type: "invalid_arguments", message: "invalid", details } };
}

test("SND-08: each answer of each provider comes to its outcome, and the next mail is sent", async (t) => {
  for (const [kind, what, answer, expected] of answers) {
    const server = await provider(t, (_request, no) => (no === 1 ? answer : ok[kind]!));
    const { results, failures } = await sendAll(server.url, kind, [mail(1), mail(2)], {
      timeouts: { answer: 150 },
    });
    const [first, second] = results;
    const found =
      first?.kind === "reply"
        ? `${first.code} ${first.enhanced}`
        : `${first?.kind} ${first?.reason}`;
    assert.equal(found, expected, `${kind}: ${what}`);
    assert.deepEqual(second, accepted, `${kind}: after ${what}`);
    assert.doesNotMatch(failures.join(" "), /@/, "no address in what is logged");
    assert.equal(failures.length > 0, /unavailable|lost/.test(expected), `${kind}: ${what}`);
    await server.close();
  }
});

test("SND-16: whatever a provider says can be written into the ledger", async (t) => {
  const body = { ErrorCode: 406, Message: `in\0active ${"x".repeat(2_000)}` };
  const server = await provider(t, () => ({ status: 422, body }));
  const { results } = await sendAll(server.url, "postmark", [mail(1)], {});
  const [first] = results;
  assert.ok(first?.kind === "reply" && first.text.length <= 500);
  assert.doesNotMatch(first.text, /\p{Cc}/u);
  await server.close();
});
