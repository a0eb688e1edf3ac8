import { Button, TextInput } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import { ApiError, hasCode, setUpOwner } from "../../api/index.ts";
import {
  ButtonLink,
  Door,
  EmptyState,
  isPasswordProblem,
  NewPasswordField,
  Problem,
  useGo,
  useLocale,
  useRouteParam,
  useTexts,
  useWindowTitle,
} from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** The page of the one-time set-up link that Klarpost prints at its first start: creates the owner's login. */
export default function SetupFirstPage(): ReactNode {
  const t = useTexts(texts);
  useWindowTitle(t("title"));
  const token = useRouteParam("token");
  const [invalid, setInvalid] = useState(false);
  if (invalid) {
    return (
      <Door>
        <EmptyState
          page
          icon={<IconKey size={28} stroke={1.6} />}
          title={t("usedTitle")}
          text={t("usedText")}
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
  const fields = error instanceof ApiError ? error.fieldErrors : {};
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await setUpOwner({
        token,
        accountName: form.accountName.trim(),
        name: form.name.trim(),
        email: form.email.trim(),
        password: form.password,
        locale,
      });
      go("/einrichtung", { replace: true });
    } catch (problem) {
      setBusy(false);
      if (hasCode(problem, "setup_link_invalid")) onInvalid();
      else setError(problem);
    }
  };
  return (
    <Door title={t("title")} intro={t("intro")}>
      <form className="k-stack" onSubmit={(event) => void submit(event)}>
        {error !== undefined && !isPasswordProblem(error) && (
          <Problem error={error} title={t("failed")} />
        )}
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
        <NewPasswordField
          value={form.password}
          onChange={(password) => setForm({ ...form, password })}
          error={error}
        />
        <Button type="submit" variant="filled" fullWidth loading={busy}>
          {t("submit")}
        </Button>
      </form>
    </Door>
  );
}
