import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconBuilding, IconFingerprint } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import type { FactorKind, SignInWays } from "../../../../contract/sign-in.ts";
import {
  ApiError,
  factorsAsked,
  fetchWays,
  giveFactor,
  givePasskey,
  goToProvider,
  isPasskeyCancelled,
  passkeysWork,
  signIn,
  signInWithPasskey,
} from "../../api/index.ts";
import {
  Door,
  Link,
  Problem,
  SecondFactor,
  useGo,
  useSearch,
  useTexts,
  useWindowTitle,
} from "../../ui/index.ts";
import { ownPath } from "./own-path.ts";
import { texts } from "./texts.ts";

/** Signs an operator in and goes back to where they wanted to go. */
export default function LoginPage(): ReactNode {
  const t = useTexts(texts);
  useWindowTitle(t("title"));
  const go = useGo();
  const [search] = useSearch();
  const [asked, setAsked] = useState<FactorKind[]>();
  const back = ownPath(search["back"]);
  const enter = (): void => go(back, { replace: true });
  if (asked)
    return (
      <Door title={t("factorTitle")} intro={t("factorIntro")}>
        <div className="k-stack">
          <SecondFactor
            methods={asked}
            give={giveFactor}
            givePasskey={givePasskey}
            onDone={enter}
          />
          <Button variant="subtle" size="xs" onClick={() => setAsked(undefined)}>
            {t("again")}
          </Button>
        </div>
      </Door>
    );
  return <FirstStep back={back} onIn={enter} onAsked={setAsked} />;
}

type Way = "password" | "passkey" | "provider";

function FirstStep(props: {
  back: string;
  onIn: () => void;
  onAsked: (methods: FactorKind[]) => void;
}): ReactNode {
  const t = useTexts(texts);
  const ways = useQuery<SignInWays>({
    queryKey: ["ways"],
    queryFn: fetchWays,
    staleTime: 60_000,
    retry: false,
  });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState<Way>();
  const [error, setError] = useState<unknown>();
  const act = async (way: Way, work: () => Promise<unknown>): Promise<void> => {
    setBusy(way);
    setError(undefined);
    try {
      await work();
      if (way !== "provider") props.onIn();
    } catch (problem) {
      setBusy(undefined);
      const methods = factorsAsked(problem);
      if (methods) props.onAsked(methods);
      else if (!isPasskeyCancelled(problem)) setError(problem);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void act("password", () => signIn(email.trim(), password));
  };
  const provider = ways.data?.provider;
  return (
    <Door title={t("title")} intro={t("intro")}>
      <form className="k-stack" onSubmit={submit}>
        {error !== undefined && <Refused error={error} provider={provider?.name} />}
        {provider && (
          <>
            <Button
              fullWidth
              variant="filled"
              leftSection={<IconBuilding size={20} stroke={1.6} aria-hidden="true" />}
              loading={busy === "provider"}
              onClick={() => void act("provider", () => goToProvider(props.back))}
            >
              {t("withProvider", { name: provider.name })}
            </Button>
            <p className="k-or">{t("or")}</p>
          </>
        )}
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
        <Button
          type="submit"
          variant={provider ? "default" : "filled"}
          fullWidth
          loading={busy === "password"}
        >
          {t("submit")}
        </Button>
        {passkeysWork() && (
          <>
            <p className="k-or">{t("or")}</p>
            <Button
              fullWidth
              leftSection={<IconFingerprint size={20} stroke={1.6} aria-hidden="true" />}
              loading={busy === "passkey"}
              onClick={() => void act("passkey", signInWithPasskey)}
            >
              {t("withPasskey")}
            </Button>
          </>
        )}
        {ways.data && (
          <p className="k-small k-muted">
            {ways.data.passwordByMail ? (
              <Link to="/passwort-vergessen">{t("forgot")}</Link>
            ) : (
              t("forgotHere")
            )}
          </p>
        )}
      </form>
    </Door>
  );
}

function Refused({ error, provider }: { error: unknown; provider: string | undefined }): ReactNode {
  const t = useTexts(texts);
  const words: Record<string, string> = {
    too_many_requests: t("tooMany"),
    rate_limited: t("tooMany"),
    passkey_unknown: t("passkeyUnknown"),
    provider_away: t("providerAway", { name: provider ?? "" }),
    provider_off: t("problems.provider_off"),
  };
  const isOurs = error instanceof ApiError;
  if (isOurs && error.status === 401) words[error.code] ??= t("badCredentials");
  return (
    <Problem
      error={isOurs ? error : new Error(t("passkeyFailed"))}
      words={words}
      title={t("failed")}
    />
  );
}
