import { Button, Checkbox, NumberInput, PasswordInput, Select, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { MailboxView } from "../../../../../contract/mailboxes.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { Problem, showDone, useTexts } from "../../../ui/index.ts";
import { texts } from "./texts.ts";

const PORTS = {
  imap: { tls: 993, starttls: 143, none: 143 },
  pop3: { tls: 995, starttls: 110, none: 110 },
} as const;
const PURPOSES = ["bounces", "replies", "reports", "all"] as const;

type State = Pick<
  MailboxView,
  "name" | "protocol" | "host" | "port" | "tls" | "username" | "purpose" | "folder"
> & {
  doneFolder: string;
  pattern: string;
  password: string;
  isOAuth: boolean;
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  refreshToken: string;
};

function startOf(mailbox: MailboxView | undefined): State {
  return {
    name: mailbox?.name ?? "",
    protocol: mailbox?.protocol ?? "imap",
    host: mailbox?.host ?? "",
    port: mailbox?.port ?? 993,
    tls: mailbox?.tls ?? "tls",
    username: mailbox?.username ?? "",
    purpose: mailbox?.purpose ?? "bounces",
    folder: mailbox?.folder ?? "INBOX",
    doneFolder: mailbox?.doneFolder ?? "",
    pattern: mailbox?.pattern ?? "",
    password: "",
    isOAuth: mailbox?.auth === "xoauth2",
    tokenUrl: "",
    clientId: "",
    clientSecret: "",
    refreshToken: "",
  };
}

/** Secrets that are kept are not shown; left empty they stay. */
function bodyOf(state: State): Record<string, unknown> {
  const { doneFolder, pattern, password, isOAuth, tokenUrl, clientId, clientSecret, refreshToken } =
    state;
  const isImap = state.protocol === "imap";
  return {
    name: state.name,
    protocol: state.protocol,
    host: state.host.trim(),
    port: state.port,
    tls: state.tls,
    username: state.username,
    purpose: state.purpose,
    folder: isImap ? state.folder : "INBOX",
    doneFolder: isImap && doneFolder.trim() !== "" ? doneFolder.trim() : null,
    pattern: pattern.trim() === "" ? null : pattern.trim().toLowerCase(),
    ...(!isOAuth && password !== "" ? { password } : {}),
    ...(isOAuth && refreshToken !== ""
      ? {
          oauth: {
            tokenUrl: tokenUrl.trim(),
            clientId: clientId.trim(),
            refreshToken: refreshToken.trim(),
            ...(clientSecret === "" ? {} : { clientSecret }),
          },
        }
      : {}),
  };
}

/** Adds or changes a mailbox. */
export function MailboxForm(props: { mailbox?: MailboxView; onClose: () => void }): ReactNode {
  const t = useTexts(texts);
  const { mailbox } = props;
  const [state, setState] = useState<State>(() => startOf(mailbox));
  const set = (change: Partial<State>): void => setState((now) => ({ ...now, ...change }));
  const secure = (change: Pick<State, "protocol"> | Pick<State, "tls">): void =>
    setState((now) => {
      const next = { ...now, ...change };
      return { ...next, port: PORTS[next.protocol][next.tls] };
    });
  const save = useApiMutation(
    () =>
      mailbox
        ? api.patch(`/mailboxes/${mailbox.id}`, bodyOf(state))
        : api.post("/mailboxes", bodyOf(state)),
    {
      invalidates: ["/mailboxes"],
      onSuccess: () => {
        showDone(t("saved"));
        props.onClose();
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const text = (key: "name" | "host" | "username" | "folder" | "doneFolder" | "pattern") => ({
    label: t(key),
    value: state[key],
    withAsterisk: false,
    onChange: (event: { currentTarget: { value: string } }) =>
      set({ [key]: event.currentTarget.value }),
  });
  return (
    <form className="k-stack" onSubmit={submit}>
      {save.error && (
        <Problem
          error={save.error}
          words={{
            mailbox_not_encrypted: t("problems.mailbox_not_encrypted"),
            mailbox_bad_pattern: t("problems.mailbox_bad_pattern"),
            mailbox_same_folder: t("problems.mailbox_same_folder"),
            mailbox_no_secret: t("problems.mailbox_no_secret"),
            mailbox_secret_again: t("problems.mailbox_secret_again"),
            mailbox_no_folders: t("problems.mailbox_no_folders"),
          }}
        />
      )}
      <TextInput {...text("name")} description={t("nameHelp")} required maxLength={80} />
      <Select
        label={t("purpose")}
        description={t(`purposeHelp.${state.purpose}`)}
        allowDeselect={false}
        data={PURPOSES.map((value) => ({ value, label: t(`purposes.${value}`) }))}
        value={state.purpose}
        onChange={(value) => value && set({ purpose: value as State["purpose"] })}
      />
      <div className="k-two">
        <Select
          label={t("protocol")}
          allowDeselect={false}
          data={[
            { value: "imap", label: "IMAP" },
            { value: "pop3", label: "POP3" },
          ]}
          value={state.protocol}
          onChange={(value) => value && secure({ protocol: value as State["protocol"] })}
        />
        <Select
          label={t("tls")}
          allowDeselect={false}
          data={(["tls", "starttls", "none"] as const).map((value) => ({
            value,
            label: t(`tlsKinds.${value}`),
          }))}
          value={state.tls}
          onChange={(value) => value && secure({ tls: value as State["tls"] })}
        />
      </div>
      <div className="k-two">
        <TextInput {...text("host")} required maxLength={253} autoComplete="off" />
        <NumberInput
          label={t("port")}
          min={1}
          max={65_535}
          required
          withAsterisk={false}
          value={state.port}
          onChange={(value) => set({ port: Number(value) })}
        />
      </div>
      <TextInput {...text("username")} required maxLength={320} autoComplete="off" />
      <Checkbox
        label={t("oauth")}
        checked={state.isOAuth}
        onChange={(event) => set({ isOAuth: event.currentTarget.checked })}
      />
      <Secrets state={state} set={set} isNew={!mailbox} />
      {state.protocol === "imap" && (
        <>
          <TextInput {...text("folder")} required maxLength={200} />
          <TextInput {...text("doneFolder")} description={t("doneFolderHelp")} maxLength={200} />
        </>
      )}
      {(state.purpose === "bounces" || state.purpose === "all") && (
        <TextInput
          {...text("pattern")}
          description={t("patternHelp")}
          placeholder={t("patternExample")}
          maxLength={200}
        />
      )}
      <div className="k-row k-ends">
        <Button onClick={props.onClose}>{t("cancel")}</Button>
        <Button type="submit" variant="filled" loading={save.isPending}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}

function Secrets(props: {
  state: State;
  set: (change: Partial<State>) => void;
  isNew: boolean;
}): ReactNode {
  const t = useTexts(texts);
  const { state, set, isNew } = props;
  const kept = isNew ? undefined : t("passwordKept");
  const field = (key: "tokenUrl" | "clientId") => (
    <TextInput
      label={t(key)}
      value={state[key]}
      autoComplete="off"
      onChange={(event) => set({ [key]: event.currentTarget.value })}
    />
  );
  const secret = (key: "password" | "clientSecret" | "refreshToken", help?: string) => (
    <PasswordInput
      label={t(key)}
      description={help}
      value={state[key]}
      autoComplete="new-password"
      onChange={(event) => set({ [key]: event.currentTarget.value })}
    />
  );
  if (!state.isOAuth) return secret("password", kept);
  return (
    <>
      {field("tokenUrl")}
      {field("clientId")}
      {secret("clientSecret")}
      {secret("refreshToken", kept)}
    </>
  );
}
