import { pick, whole, type Random } from "./fuzz-spellings.ts";

/** Every input comes from a network of its own, as limits by network would otherwise end it at once. */
export function headersOf(
  random: Random,
  no: number,
  cookie: string,
  hostile: (no: number) => string,
): Record<string, string | string[]> {
  const byte = () => whole(random, 256);
  const headers: Record<string, string | string[]> = {
    accept: pick(random, ["text/html", "application/json", "*/*", "image/png"]),
    "x-forwarded-for":
      random() < 0.7
        ? `${1 + whole(random, 223)}.${byte()}.${byte()}.${byte()}`
        : `2001:db8:${byte().toString(16)}${byte().toString(16)}:${byte().toString(16)}::${no.toString(16)}`,
    // Without these a sign-in is refused before anything of it is read.
    "x-forwarded-proto": "https",
    "x-klarpost": "1",
  };
  const odd = () =>
    hostile(no)
      .slice(0, 1500)
      .replace(/[^\t\x20-\x7e\xa0-\xff]/g, "?")
      .trim();
  const may = (share: number, name: string, make: () => string | string[]) => {
    if (random() < share) headers[name] = make();
  };
  may(0.02, "x-forwarded-for", odd);
  may(0.05, "x-forwarded-proto", () => pick(random, ["https", "http", "javascript", odd()]));
  may(0.05, "x-forwarded-host", () => pick(random, ["anderswo.example", odd()]));
  may(0.2, "accept-language", () =>
    pick(random, ["de", "en;q=1", "en-GB,de;q=0.1", "q=;;,", "de;q=NaN", "*", odd()]),
  );
  may(0.1, "cookie", () =>
    pick(random, [
      cookie,
      `klarpost_session=${odd()}`,
      `${cookie}; ${odd()}`,
      ["a=1", "a=2"],
      "=;=;;",
    ]),
  );
  may(0.1, "origin", () => pick(random, ["null", "https://anderswo.example", odd()]));
  may(0.05, "referer", odd);
  may(0.1, "user-agent", odd);
  may(0.05, "idempotency-key", odd);
  may(0.05, "range", () =>
    pick(random, ["bytes=0-", "bytes=9999999999-", "bytes=-1,-2,-3", odd()]),
  );
  may(0.05, "if-none-match", () => pick(random, ["*", '"x"', odd()]));
  may(0.03, "if-modified-since", odd);
  may(0.05, "authorization", () =>
    pick(random, ["Basic Og==", "Basic %%%", "Bearer klp_x", "Bearer ", odd()]),
  );
  may(0.03, "accept-encoding", () => pick(random, ["gzip;q=0", "identity;q=0", odd()]));
  may(0.05, "klarpost-account", odd);
  may(0.05, "x-klarpost", odd);
  may(0.03, "x-http-method-override", () => "DELETE");
  may(0.01, "content-encoding", () => pick(random, ["gzip", "br", odd()]));
  may(0.01, "x-long", () => "x".repeat(9000));
  return headers;
}
