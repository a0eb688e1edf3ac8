import { Button, PasswordInput, SegmentedControl, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import {
  api,
  hasCode,
  invalidate,
  ME_KEY,
  queryClient,
  saveLocale,
  useSession,
  type Me,
} from "../../../api/index.ts";
import {
  Card,
  FieldWithHelp,
  Grid,
  isPasswordProblem,
  NewPasswordField,
  Page,
  Problem,
  SaveStateText,
  setLocale,
  showDone,
  showProblem,
  useAutosave,
  useLocale,
  useTexts,
  type Locale,
} from "../../../ui/index.ts";
import "../settings.css";
import { texts as shared } from "../shared/texts.ts";
import { SecurityCard } from "./security-card.tsx";
import { Sessions } from "./sessions.tsx";
import { texts } from "./texts.ts";

/** One's own person: name, language, password, and where one is signed in. */
export default function PersonPage(): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  return (
    <Page
      title={t("title")}
      crumbs={[{ label: tShared("title"), to: "/einstellungen" }]}
      meta={t("meta")}
    >
      <Grid className="set-section">
        <div className="c6 k-stack-lg">
          <NameCard />
          <Sessions />
        </div>
        <div className="c6 k-stack-lg">
          <SecurityCard />
          <PasswordCard />
        </div>
      </Grid>
    </Page>
  );
}

function NameCard(): ReactNode {
  const t = useTexts(texts);
  const { operator } = useSession();
  const locale = useLocale();
  const [name, setName] = useState(operator.name);
  const save = useAutosave(
    name,
    async (value) => {
      if (value.trim() === "") return;
      queryClient.setQueryData(ME_KEY, await api.patch<Me>("/me", { name: value.trim() }));
    },
    { delay: 900 },
  );
  const changeLocale = (next: Locale): void => {
    setLocale(next);
    saveLocale(next).catch(showProblem);
  };
  return (
    <Card title={t("who")} aside={<SaveStateText save={save} />}>
      <div className="k-stack">
        <TextInput
          label={t("name")}
          description={t("nameHelp")}
          autoComplete="name"
          maxLength={200}
          error={name.trim() === "" ? t("nameMissing") : undefined}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t("email")}
          description={t("emailHelp")}
          value={operator.email}
          readOnly
        />
        <FieldWithHelp label={t("language")}>
          {({ id }) => (
            <SegmentedControl
              id={id}
              aria-label={t("language")}
              value={locale}
              onChange={(next) => changeLocale(next === "en" ? "en" : "de")}
              data={[
                { value: "de", label: "Deutsch" },
                { value: "en", label: "English" },
              ]}
            />
          )}
        </FieldWithHelp>
      </div>
    </Card>
  );
}

function PasswordCard(): ReactNode {
  const t = useTexts(texts);
  const { operator } = useSession();
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const wrong = hasCode(error, "old_password_wrong");
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await api.patch("/me", { password: { old, new: next } });
      setOld("");
      setNext("");
      showDone(t("passwordChanged"));
      await invalidate(queryClient, ["/sessions"]);
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={t("password")} foot={t("passwordFoot")}>
      <form className="k-stack" onSubmit={(event) => void submit(event)}>
        {error !== undefined && !wrong && !isPasswordProblem(error) && (
          <Problem error={error} words={{ too_many_requests: t("tooMany") }} />
        )}
        {/* Lets password managers know whose password changes. */}
        <input type="email" autoComplete="username" value={operator.email} readOnly hidden />
        <PasswordInput
          label={t("oldPassword")}
          name="current-password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          error={wrong ? t("oldWrong") : undefined}
          value={old}
          onChange={(event) => setOld(event.currentTarget.value)}
        />
        <NewPasswordField label={t("newPassword")} value={next} onChange={setNext} error={error} />
        <div>
          <Button type="submit" variant="filled" loading={busy}>
            {t("changePassword")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
