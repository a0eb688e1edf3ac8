import { Button, Modal, PasswordInput, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { FactorKind } from "../../../contract/sign-in.ts";
import {
  ApiError,
  factorsAsked,
  giveFactor,
  givePasskey,
  queryClient,
  signIn,
  useSession,
  useSessionExpired,
} from "../api/index.ts";
import { useTexts } from "../i18n/index.ts";
import { SecondFactor } from "../ui/factors/second-factor.tsx";
import { Problem } from "../ui/problem.tsx";
import { appTexts } from "./texts.ts";

/** The session ended in the middle of work: sign in again over the covered page, so that nothing entered is lost. */
export default function Expired(): ReactNode {
  const t = useTexts(appTexts);
  const expired = useSessionExpired();
  return (
    <Modal
      opened={expired}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      title={t("expiredTitle")}
      size={440}
      zIndex={500}
      overlayProps={{ backgroundOpacity: 1, color: "var(--paper)" }}
    >
      <SignInAgain />
    </Modal>
  );
}

function SignInAgain(): ReactNode {
  const t = useTexts(appTexts);
  const { operator } = useSession();
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [asked, setAsked] = useState<FactorKind[]>();
  const goOn = (): void => void queryClient.invalidateQueries();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await signIn(operator.email, password);
      goOn();
    } catch (problem) {
      const methods = factorsAsked(problem);
      if (methods) setAsked(methods);
      else setError(problem);
    } finally {
      setBusy(false);
    }
  };
  if (asked)
    return (
      <div className="k-stack">
        <p>{t("factorNeeded")}</p>
        <SecondFactor methods={asked} give={giveFactor} givePasskey={givePasskey} onDone={goOn} />
      </div>
    );
  return (
    <form onSubmit={(event) => void submit(event)} className="k-stack">
      <p>{t("expiredText")}</p>
      <TextInput label={t("email")} value={operator.email} readOnly autoComplete="username" />
      <PasswordInput
        label={t("password")}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="current-password"
        required
        withAsterisk={false}
        data-autofocus
      />
      {error !== undefined &&
        (error instanceof ApiError && (error.status === 401 || error.status === 400) ? (
          <Problem
            error={error}
            words={{ [error.code]: t("badCredentials") }}
            title={t("signIn")}
          />
        ) : (
          <Problem
            error={error}
            words={{ too_many_requests: t("tooMany"), rate_limited: t("tooMany") }}
          />
        ))}
      <Button type="submit" variant="filled" loading={busy} fullWidth>
        {t("signIn")}
      </Button>
      <Button variant="subtle" component="a" href="/login">
        {t("otherPerson")}
      </Button>
    </form>
  );
}
