import { seededRandom } from "../test/support/random.ts";
import { sampleInput } from "../test/support/sample-input.ts";
import { headersOf } from "./fuzz-headers.ts";
import { stemOf, type FoundForm, type Material } from "./fuzz-material.ts";
import type { FuzzedRoute } from "./fuzz-server.ts";
import {
  altered,
  canary,
  collected,
  encoded,
  pathSpelling,
  pick,
  safely,
  whole,
  WORDS,
  type Random,
} from "./fuzz-spellings.ts";

/** Share of inputs that look as people and programs send them. */
const GOOD = 0.3;
/** Different good addresses: most sign-ups meet the limit of mails to one address, which answers like any other. */
const ADDRESSES = 500;

/** One request as it goes out. */
export interface Input {
  method: string;
  path: string;
  headers: Record<string, string | string[]>;
  body?: Buffer;
}

/** Makes the n-th input of a route, the same for the same seed. */
export function createInputs(seed: number, material: Material) {
  const payloads = collected();
  const hostile = (random: Random, no: number): string => {
    const kind = random();
    if (kind < 0.35) return `${canary(no)}${pick(random, WORDS)}`;
    if (kind < 0.55) return pick(random, WORDS);
    if (payloads.length > 0 && kind < 0.9) return `${pick(random, payloads)}${canary(no)}`;
    return Array.from({ length: 1 + whole(random, 40) }, () =>
      String.fromCodePoint(whole(random, random() < 0.5 ? 0x100 : 0xd7ff)),
    ).join("");
  };
  const tokenFor = (random: Random, stem: string): string => {
    const own = material.tokens.get(stem) ?? [];
    if (own.length > 0 && random() < 0.8) return pick(random, own);
    return pick(random, material.all.length > 0 ? material.all : ["x"]);
  };

  function segment(random: Random, no: number, stem: string, spare: boolean): string {
    const token = tokenFor(random, stem);
    const way = random();
    if (spare && way < 0.75) return token.slice(0, whole(random, token.length));
    if (way < 0.35) return token;
    if (way < 0.75) return altered(random, token);
    const word = hostile(random, no).slice(0, 600);
    return safely(random, word.toWellFormed());
  }

  function query(random: Random, no: number, spec: FuzzedRoute): string {
    const way = random();
    if (way < 0.45) return "";
    if (way < 0.55) return `?lang=${pick(random, ["de", "en", "fr", "DE", "en-GB"])}`;
    const given =
      spec.query === undefined ? {} : (sampleInput(spec.query, { all: true }) as object);
    const names = [
      ...Object.keys(given),
      "lang",
      "a",
      "__proto__",
      "constructor[prototype][x]",
      "a[]",
      "a[0][b]",
    ];
    if (way < 0.6)
      return `?${Array.from({ length: 1 + whole(random, 3000) }, (_u, at) => `${at % 3 ? "a" : "lang"}=${at % 7}`).join("&")}`;
    const parts = Array.from({ length: 1 + whole(random, 5) }, () => {
      const name = random() < 0.8 ? pick(random, names) : hostile(random, no).slice(0, 100);
      const value = random() < 0.2 ? tokenFor(random, "/v/") : hostile(random, no).slice(0, 1500);
      return `${encoded(name)}=${safely(random, value.toWellFormed())}`;
    });
    return `?${parts.join("&")}`;
  }

  function value(random: Random, no: number, depth = 0): unknown {
    const kind = whole(random, depth > 3 ? 6 : 8);
    if (kind === 0) return pick(random, [true, false, null]);
    if (kind === 1) return pick(random, [0, -1, 1.5, 2 ** 31, 2 ** 53, 1e308, Number.MIN_VALUE]);
    if (kind <= 4) return hostile(random, no);
    if (kind === 5) return tokenFor(random, "/v/");
    if (kind === 6)
      return Array.from({ length: whole(random, 6) }, () => value(random, no, depth + 1));
    const names = [
      "name",
      "id",
      "email",
      "token",
      "lists",
      "length",
      "toString",
      "",
      "then",
      "toJSON",
    ];
    return Object.fromEntries(
      Array.from({ length: whole(random, 5) }, () => [
        pick(random, names),
        value(random, no, depth + 1),
      ]),
    );
  }

  /** What the schema wants, with real tokens, and some of its members replaced, taken away or added. */
  function shaped(random: Random, no: number, spec: FuzzedRoute): unknown {
    if (spec.body === undefined) return value(random, no);
    const sample = sampleInput(spec.body, { all: random() < 0.7 });
    if (sample === null || typeof sample !== "object" || Array.isArray(sample))
      return value(random, no);
    const made: Record<string, unknown> = { ...sample };
    for (const name of Object.keys(made)) {
      if (/token/i.test(name) && random() < 0.7)
        made[name] = altered(random, tokenFor(random, "/api/v1/invitation/"));
      if (name === "lists" && random() < 0.7) made[name] = [tokenFor(random, "lst_")];
      if (/^email$/.test(name) && random() < 0.5)
        made[name] = `wirr${whole(random, ADDRESSES)}@gmx.example`;
    }
    for (let times = whole(random, 3); times > 0; times--) {
      const name = pick(random, [...Object.keys(made), "mehr"]);
      if (random() < 0.2) delete made[name];
      else made[name] = random() < 0.6 ? hostile(random, no) : value(random, no);
    }
    return made;
  }

  /** Something a person could have meant; in `no` of many an address that nobody had before. */
  const plausible = (random: Random, name: string): string => {
    if (/mail|address/i.test(name)) return `wirr${whole(random, ADDRESSES)}@gmx.example`;
    if (/date|at$/i.test(name)) return "2026-11-22";
    if (/year|number|count/i.test(name)) return "3";
    return pick(random, ["Wirrwarr", "Ännchen von Tharau", "O'Neill", "Müller-Lüdenscheidt", "李"]);
  };

  /**
   * What a browser would send from a page: everything hidden as it was, something chosen, texts that make sense, and at
   * most one of them hostile. Only this gets past the checks at the door.
   */
  function filledIn(random: Random, no: number, { action, fields }: FoundForm): Input {
    const texts = fields.filter(({ kind }) => kind === "text");
    const bad = random() < 0.6 ? pick(random, [...texts, undefined])?.name : undefined;
    const trap = (name: string) => /homepage|website|honey|url|leer|fax/i.test(name);
    const chosen = new Map<string, string>();
    for (const { name, value: each, kind } of fields)
      if (kind === "one of" && (!chosen.has(name) || random() < 0.4)) chosen.set(name, each);
    const sent = fields.flatMap(({ name, value: each, kind }): [string, string][] => {
      if (kind === "hidden") return [[name, each]];
      if (kind === "one of") return [];
      if (kind === "choice") return random() < 0.6 ? [[name, each]] : [];
      if (name === bad) return [[name, hostile(random, no)]];
      return [[name, trap(name) ? "" : each || plausible(random, name)]];
    });
    const pairs = [...sent, ...chosen].map(
      ([name, each]) => `${encoded(name)}=${encoded(each.toWellFormed())}`,
    );
    return { method: "POST", path: action, headers: {}, body: Buffer.from(pairs.join("&")) };
  }

  /** What a program would send that knows the interface, with at most one text replaced. */
  function wellFormed(random: Random, no: number, spec: FuzzedRoute, path: string): Input {
    const known = material.samples.get(spec.path);
    const sample = known && pick(random, known);
    const made: Record<string, unknown> = {
      ...(sample?.body ?? (sampleInput(spec.body, { all: true }) as Record<string, unknown>)),
    };
    if (made["email"] === "") made["email"] = plausible(random, "email");
    for (const name of Object.keys(made))
      if (/token/i.test(name) && sample?.isFresh !== true)
        made[name] = tokenFor(random, "/api/v1/invitation/");
    const texts = Object.keys(made).filter((name) => typeof made[name] === "string");
    const bad = random() < 0.6 && texts.length > 0 ? pick(random, texts) : undefined;
    if (bad !== undefined) made[bad] = hostile(random, no);
    for (const name of Object.keys(made))
      if (isRecord(made[name]) && random() < 0.5) made[name] = spoilt(random, no, made[name]);
    return {
      method: spec.method,
      path: sample?.path ?? path,
      headers: { ...sample?.headers, "content-type": "application/json" },
      body: Buffer.from(JSON.stringify(made)),
    };
  }

  /** The same with one value somewhere in it that is not what it was. */
  function spoilt(random: Random, no: number, from: Record<string, unknown>): object {
    const name = pick(random, Object.keys(from));
    const was = from[name];
    if (isRecord(was)) return { ...from, [name]: spoilt(random, no, was) };
    const word = random() < 0.5 ? altered(random, String(was) || "x") : hostile(random, no);
    return { ...from, [name]: random() < 0.2 ? value(random, no) : word };
  }

  /** The fields of a page's form in any state, or made up ones. */
  function form(random: Random, no: number, spec: FuzzedRoute): Buffer {
    const forms = material.forms.get(spec.path);
    const own: [string, string][] = (forms && pick(random, forms))?.fields.map((field) => [
      field.name,
      field.value,
    ]) ?? [
      ["email", ""],
      ["lists", ""],
      ["lang", "de"],
    ];
    const fields = own.flatMap(([field, given]): [string, string][] => {
      if (random() < 0.1) return [];
      const content = random() < 0.5 ? given || hostile(random, no) : hostile(random, no);
      return random() < 0.1
        ? [
            [field, content],
            [`${field}[]`, content],
            [field, "zwei"],
          ]
        : [[field, content]];
    });
    if (random() < 0.5) fields.push(["email", `wirr${whole(random, ADDRESSES)}@gmx.example`]);
    if (random() < 0.05) for (let at = 0; at < 8000; at++) fields.push([`f${at}`, "1"]);
    return Buffer.from(
      fields
        .map(([field, content]) => `${encoded(field)}=${safely(random, content.toWellFormed())}`)
        .join("&"),
    );
  }

  function body(random: Random, no: number, spec: FuzzedRoute): { type: string; bytes: Buffer } {
    const way = random();
    const json = pick(random, [
      "application/json",
      "application/json; charset=utf-8",
      "application/problem+json",
      "application/json; charset=utf-16",
    ]);
    const formType = "application/x-www-form-urlencoded";
    const usual = spec.page || spec.body === undefined ? formType : "application/json";
    if (way < 0.6)
      return usual === formType
        ? { type: usual, bytes: form(random, no, spec) }
        : { type: usual, bytes: Buffer.from(JSON.stringify(shaped(random, no, spec))) };
    if (way < 0.7)
      return { type: json, bytes: Buffer.from(JSON.stringify(shaped(random, no, spec))) };
    if (way < 0.75)
      return {
        type: usual,
        bytes: Buffer.from(JSON.stringify(shaped(random, no, spec))).subarray(0, whole(random, 60)),
      };
    if (way < 0.755) return { type: json, bytes: nested(random) };
    if (way < 0.76) return { type: usual, bytes: huge(random) };
    if (way < 0.82)
      return {
        type: usual,
        bytes: Buffer.from(
          `{"__proto__":{"isAdministrator":true},"constructor":{"prototype":{"x":1}},"email":${JSON.stringify(hostile(random, no))}}`,
        ),
      };
    if (way < 0.88)
      return {
        type: "multipart/form-data; boundary=x",
        bytes: Buffer.from(
          `--x\r\ncontent-disposition: form-data; name="email"${pick(random, ["", '; filename="a.csv"', "\r\nx"])}\r\n\r\n${hostile(random, no)}\r\n--x${pick(random, ["--", "", "\r\n"])}`,
        ),
      };
    if (way < 0.94)
      return {
        type: usual,
        bytes: Buffer.from(Array.from({ length: whole(random, 300) }, () => whole(random, 256))),
      };
    const odd = [
      "text/plain",
      "text/csv",
      "message/rfc822",
      "application/xml",
      "application/x-unknown",
      "",
      "a/b;;;",
      "text/html",
      "application/json;",
      "*/*",
      "multipart/form-data",
      `${"x".repeat(300)}/y`,
    ];
    return { type: pick(random, odd), bytes: Buffer.from(hostile(random, no).toWellFormed()) };
  }

  return {
    /** The n-th input of a route. `at`: number of the route; `spare`: with no good link. */
    make(spec: FuzzedRoute, { at, n, spare }: { at: number; n: number; spare: boolean }): Input {
      const random = seededRandom(seed * 1_000_003 + at * 100_003 + n);
      for (let times = 0; times < 3; times++) random();
      const stem = stemOf(spec.path);
      const filled = spec.path.replace(/:(\w+)|\*/g, (_all, name: string | undefined) =>
        name === "list" && random() < 0.6
          ? tokenFor(random, "lst_")
          : segment(random, n, stem, spare),
      );
      const path = `${random() < 0.02 ? pathSpelling(random, filled) : filled}${query(random, n, spec)}`;
      const headers = headersOf(random, n, material.cookie, (times) => hostile(random, times));
      // It answers this machine alone, and what comes by a proxy does not.
      if (spec.path === "/metrics" && random() < 0.5) delete headers["x-forwarded-for"];
      if (spec.method === "GET") {
        const way = random();
        return { method: way < 0.93 ? "GET" : way < 0.97 ? "HEAD" : "OPTIONS", path, headers };
      }
      if (!spare && random() < GOOD) {
        const forms = material.forms.get(spec.path);
        const good =
          forms !== undefined
            ? filledIn(random, n, pick(random, forms))
            : spec.body !== undefined || material.samples.has(spec.path)
              ? wellFormed(random, n, spec, path)
              : undefined;
        if (good !== undefined)
          return {
            ...good,
            headers: {
              "content-type": "application/x-www-form-urlencoded",
              accept: "text/html, application/json",
              "x-forwarded-for": String(headers["x-forwarded-for"]),
              "x-forwarded-proto": "https",
              "x-klarpost": "1",
              ...good.headers,
            },
          };
      }
      const { type, bytes } =
        spec.path === "/u/:token" && random() < 0.3
          ? {
              type: "application/x-www-form-urlencoded",
              bytes: Buffer.from("List-Unsubscribe=One-Click"),
            }
          : body(random, n, spec);
      if (type !== "") headers["content-type"] = type;
      return { method: spec.method, path, headers, body: bytes };
    },
  };
}

const isRecord = (found: unknown): found is Record<string, unknown> =>
  typeof found === "object" &&
  found !== null &&
  !Array.isArray(found) &&
  Object.keys(found).length > 0;

function nested(random: Random): Buffer {
  const depth = 1 + whole(random, 50_000);
  return Buffer.from(
    random() < 0.5
      ? "[".repeat(depth) + "]".repeat(depth)
      : `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`,
  );
}

function huge(random: Random): Buffer {
  const way = random();
  if (way < 0.4) return Buffer.from(`{"email":"${"x".repeat(whole(random, 1_100_000))}"}`);
  if (way < 0.7)
    return Buffer.from(
      `{${Array.from({ length: 70_000 }, (_unused, at) => `"k${at}":1`).join(",")}}`,
    );
  return Buffer.from(Array.from({ length: 9_000 }, (_unused, at) => `k${at}=1`).join("&"));
}
