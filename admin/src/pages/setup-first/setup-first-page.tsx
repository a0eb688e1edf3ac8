import { Button, PasswordInput, TextInput } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import { ApiError, setUpOwner, signIn } from "../../api/index.ts";
import {
  ButtonLink,
  Door,
  EmptyState,
  Problem,
  useGo,
  useLocale,
  useSearch,
  useTexts,
  useWindowTitle,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

const PASSWORD_MIN = 12;

/** The page of the one-time set-up link (/setup#token or /setup?token=…): creates the owner's login. */
export default function SetupFirstPage(): ReactNode {
  const t = useTexts(texts);
  useWindowTitle(t("title"));
  const [search] = useSearch();
  const [token] = useState(
    () => search["token"] ?? window.location.hash.replace(/^#(token=)?/, ""),
  );
  const [invalid, setInvalid] = useState(false);
  if (token === "" || invalid) {
    return (
      <Door>
        <EmptyState
          page
          icon={<IconKey size={28} stroke={1.6} />}
          title={invalid ? t("usedTitle") : t("missingTitle")}
          text={invalid ? t("usedText") : t("missingText")}
          action={<ButtonLink to="/login">{t("toLogin")}</ButtonLink>}
        />
      </Door>
    );
  }
  return <OwnerForm token={token} onInvalid={() => setInvalid(true)} />;
}

function OwnerForm({ token, onInvalid }: { token: string; onInvalid: () => void }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  const go = useGo();
  const [form, setForm] = useState({ accountName: "", name: "", email: "", password: "" });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const missing = PASSWORD_MIN - form.password.length;
  const fields = error instanceof ApiError ? error.fieldErrors : {};
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (missing > 0) return;
    setBusy(true);
    setError(undefined);
    const email = form.email.trim();
    try {
      await setUpOwner({
        token,
        accountName: form.accountName.trim(),
        name: form.name.trim(),
        email,
        password: form.password,
        locale,
      });
      await signIn(email, form.password);
      go("/", { replace: true });
    } catch (problem) {
      setBusy(false);
      if (problem instanceof ApiError && [401, 403, 404, 409, 410].includes(problem.status))
        onInvalid();
      else setError(problem);
    }
  };
  return (
    <Door title={t("title")} intro={t("intro")}>
      <form className="k-stack" onSubmit={(event) => void submit(event)}>
        {error !== undefined && <Problem error={error} title={t("failed")} />}
        <TextInput
          label={t("accountName")}
          description={t("accountNameHelp")}
          name="organization"
          autoComplete="organization"
          required
          withAsterisk={false}
          maxLength={200}
          error={fields["accountName"]}
          value={form.accountName}
          onChange={(event) => setForm({ ...form, accountName: event.currentTarget.value })}
        />
        <TextInput
          label={t("name")}
          description={t("nameHelp")}
          name="name"
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={120}
          error={fields["name"]}
          value={form.name}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <TextInput
          label={t("email")}
          description={t("emailHelp")}
          type="email"
          name="email"
          autoComplete="username"
          required
          withAsterisk={false}
          error={fields["email"]}
          value={form.email}
          onChange={(event) => setForm({ ...form, email: event.currentTarget.value })}
        />
        <PasswordInput
          label={t("password")}
          description={
            form.password !== "" && missing > 0
              ? t("passwordShort", { count: missing })
              : t("passwordHelp")
          }
          name="new-password"
          autoComplete="new-password"
          required
          withAsterisk={false}
          minLength={PASSWORD_MIN}
          error={fields["password"]}
          value={form.password}
          onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
        />
        <Button type="submit" variant="filled" fullWidth loading={busy}>
          {t("submit")}
        </Button>
      </form>
    </Door>
  );
}
