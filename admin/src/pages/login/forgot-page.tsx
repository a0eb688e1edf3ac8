import { Button, TextInput } from "@mantine/core";
import { IconMailFast } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import { askForPassword } from "../../api/index.ts";
import { ButtonLink, Door, EmptyState, Problem, useTexts, useWindowTitle } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Asks for a link for a new password. Says the same for every address. */
export default function ForgotPage(): ReactNode {
  const t = useTexts(texts);
  useWindowTitle(t("forgotTitle"));
  const [email, setEmail] = useState("");
  const [sent, setSent] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await askForPassword(email.trim());
      setSent(true);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  if (sent)
    return (
      <Door>
        <EmptyState
          page
          icon={<IconMailFast size={28} stroke={1.6} />}
          title={t("sentTitle")}
          text={t("sentText", { email: email.trim() })}
          action={<ButtonLink to="/login">{t("toLogin")}</ButtonLink>}
        />
      </Door>
    );
  return (
    <Door title={t("forgotTitle")} intro={t("forgotIntro")}>
      <form className="k-stack" onSubmit={(event) => void submit(event)}>
        {error !== undefined && (
          <Problem error={error} words={{ too_many_requests: t("tooMany") }} />
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
        <Button type="submit" variant="filled" fullWidth loading={busy}>
          {t("sendLink")}
        </Button>
        <ButtonLink to="/login" variant="subtle" size="xs">
          {t("toLogin")}
        </ButtonLink>
      </form>
    </Door>
  );
}
