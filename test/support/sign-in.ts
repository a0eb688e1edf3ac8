import { generateSync } from "otplib";
import type { TestAnswer, TestHttp } from "./http.ts";

/** A browser that keeps its cookies, as one person uses it. */
export function jar(http: () => TestHttp, from = "127.0.0.1") {
  const cookies: Record<string, string> = {};
  return {
    cookies,
    async call(
      method: string,
      path: string,
      body?: unknown,
      more: { from?: string; headers?: Record<string, string> } = {},
    ): Promise<TestAnswer> {
      const answer = await http().call(method, `/api/v1${path}`, {
        cookies: { ...cookies },
        from,
        ...more,
        ...(body === undefined ? {} : { body }),
      });
      for (const cookie of answer.cookies)
        if (cookie.value === "") delete cookies[cookie.name];
        else cookies[cookie.name] = cookie.value;
      return answer;
    },
  };
}
export type Jar = ReturnType<typeof jar>;

/** The code an authenticator app shows at a moment. */
export const codeAt = (secret: string, at: Date, offset = 0): string =>
  generateSync({ secret, epoch: Math.floor(at.getTime() / 1000) + offset * 30 });

/** Sets up an authenticator app as its owner does. Gives its secret and the recovery codes, if they came with it. */
export async function addApp(
  browser: Jar,
  now: () => Date,
): Promise<{ secret: string; recoveryCodes: string[] | null; id: string }> {
  const made = await browser.call("POST", "/me/factors/totp");
  if (made.status !== 201) throw new Error(made.text);
  const { id, secret } = made.body as { id: string; secret: string };
  const done = await browser.call("POST", "/me/factors/totp/confirm", {
    id,
    name: "Telefon",
    code: codeAt(secret, now()),
  });
  if (done.status !== 200) throw new Error(done.text);
  return { id, secret, recoveryCodes: done.body.recoveryCodes };
}
