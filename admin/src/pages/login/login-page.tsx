import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import { ApiError, signIn } from "../../api/index.ts";
import { Door, Problem, useGo, useSearch, useTexts, useWindowTitle } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Signs an operator in and goes back to where they wanted to go. */
export default function LoginPage(): ReactNode {
  const t = useTexts(texts);
  useWindowTitle(t("title"));
  const go = useGo();
  const [search] = useSearch();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await signIn(email.trim(), password);
      go(ownPath(search["back"]), { replace: true });
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const words: Record<string, string> = {
    too_many_requests: t("tooMany"),
    rate_limited: t("tooMany"),
  };
  if (error instanceof ApiError && error.status === 401) words[error.code] = t("badCredentials");
  return (
    <Door title={t("title")} intro={t("intro")}>
      <form className="k-stack" onSubmit={(event) => void submit(event)}>
        {error !== undefined && <Problem error={error} words={words} title={t("failed")} />}
        <TextInput
          label={t("email")}
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label={t("password")}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <Button type="submit" variant="filled" fullWidth loading={busy}>
          {t("submit")}
        </Button>
        <p className="k-small k-muted">{t("forgot")}</p>
      </form>
    </Door>
  );
}

/** Only a path of this workplace: an address brought along must not lead elsewhere. */
function ownPath(back: string | undefined): string {
  if (!back || !/^\/(?![/\\])/.test(back) || back.startsWith("/login")) return "/";
  return back;
}
