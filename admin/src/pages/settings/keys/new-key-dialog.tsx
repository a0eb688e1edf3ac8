import { Button, Checkbox, Modal, Select, TextInput } from "@mantine/core";
import type { Static } from "typebox";
import { useState, type FormEvent, type ReactNode } from "react";
import type { ApiKeyAnswer } from "../../../../../contract/operators.ts";
import { api, useApiMutation, useCan, useSession } from "../../../api/index.ts";
import { Notice, Problem, useTexts } from "../../../ui/index.ts";
import { SecretOnce } from "../shared/secret-once.tsx";
import { texts as shared } from "../shared/texts.ts";
import { scopeAreas, type Scope, type ScopeArea } from "./scopes.ts";
import { texts } from "./texts.ts";

type Answer = Static<typeof ApiKeyAnswer>;
const DAY_MS = 86_400_000;
const DAYS = ["30", "90", "365"] as const;

/** Creates a key: name, purpose, end, rights. Its secret is shown once. */
export function NewKeyDialog(props: { opened: boolean; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const [shown, setShown] = useState(false);
  const close = (): void => {
    setShown(false);
    props.onClose();
  };
  return (
    <Modal
      opened={props.opened}
      onClose={close}
      title={shown ? t("createdTitle") : t("create")}
      size={720}
      // The secret cannot be shown again: it is not lost by a click beside the dialog.
      closeOnClickOutside={!shown}
      closeOnEscape={!shown}
      withCloseButton={!shown}
    >
      <NewKeyForm onClose={close} onCreated={() => setShown(true)} />
    </Modal>
  );
}

function NewKeyForm(props: { onClose: () => void; onCreated: () => void }): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { me } = useSession();
  const [name, setName] = useState("");
  const [purpose, setPurpose] = useState("");
  const [days, setDays] = useState<string>("365");
  const [scopes, setScopes] = useState<Scope[]>([]);
  const [tried, setTried] = useState(false);
  const create = useApiMutation(
    () =>
      api.post<Answer>("/api-keys", {
        name: name.trim(),
        purpose: purpose.trim(),
        scopes,
        expiresAt: new Date(Date.parse(me.now) + Number(days) * DAY_MS).toISOString(),
      }),
    { invalidates: ["/api-keys"], onSuccess: props.onCreated },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (scopes.length > 0) create.mutate();
  };
  if (create.data) return <Created answer={create.data} onClose={props.onClose} />;
  return (
    <form className="k-stack" onSubmit={submit}>
      {create.error && <Problem error={create.error} />}
      <div className="set-pair">
        <TextInput
          label={t("name")}
          placeholder={t("nameExample")}
          required
          withAsterisk={false}
          maxLength={100}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t("expires")}
          openOnFocus={false}
          data={DAYS.map((value) => ({ value, label: t(`days.d${value}`) }))}
          value={days}
          onChange={(value) => value && setDays(value)}
        />
      </div>
      <TextInput
        label={t("purpose")}
        description={t("purposeHelp")}
        placeholder={t("purposeExample")}
        required
        withAsterisk={false}
        minLength={3}
        maxLength={300}
        value={purpose}
        onChange={(event) => setPurpose(event.currentTarget.value)}
      />
      <ScopeChoice
        value={scopes}
        onChange={setScopes}
        error={tried && scopes.length === 0 ? t("oneScope") : undefined}
      />
      <div className="k-row k-ends">
        <Button onClick={props.onClose}>{tShared("cancel")}</Button>
        <Button type="submit" variant="filled" loading={create.isPending}>
          {t("create")}
        </Button>
      </div>
    </form>
  );
}

function ScopeChoice(props: {
  value: Scope[];
  onChange: (value: Scope[]) => void;
  error?: ReactNode;
}): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const all = Object.values(scopeAreas).flat();
  return (
    <Checkbox.Group
      label={t("rights")}
      description={t("rightsHelp")}
      error={props.error}
      value={props.value}
      onChange={(next) => props.onChange(all.filter((scope) => next.includes(scope)))}
    >
      <div className="set-scopes">
        {(Object.keys(scopeAreas) as ScopeArea[]).map((area) => (
          <fieldset key={area}>
            <legend>{t(`areas.${area}`)}</legend>
            {scopeAreas[area].filter(can).map((scope) => (
              <Checkbox
                key={scope}
                value={scope}
                label={t(`scope.${scope.replace(".", "_") as "contacts_read"}`)}
                description={<code>{scope}</code>}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </Checkbox.Group>
  );
}

function Created({ answer, onClose }: { answer: Answer; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  return (
    <div className="k-stack">
      <Notice tone="wait" title={t("onceTitle")}>
        {t("onceText")}
      </Notice>
      <SecretOnce value={answer.secret} label={answer.key.name} />
      <p className="k-small k-muted">{t("usage")}</p>
      <div className="k-row k-ends">
        <Button variant="filled" onClick={onClose}>
          {t("kept")}
        </Button>
      </div>
    </div>
  );
}
