import { Button, Modal, Select, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import {
  keyStreams,
  type DomainKeyView,
  type DomainView,
} from "../../../../../contract/domains.ts";
import { api, invalidate, queryClient, useApiMutation, useCan } from "../../../api/index.ts";
import {
  Card,
  ChoiceCards,
  ConfirmDialog,
  currentTime,
  Pill,
  Problem,
  RuleTag,
  showDone,
  showProblem,
  useFormat,
  useTexts,
  type Tone,
} from "../../../ui/index.ts";
import { domainPath } from "./domain-path.ts";
import { texts } from "./key-texts.ts";
import { useErrorWords } from "./error-words.ts";

const TONES: Record<DomainKeyView["state"], Tone> = {
  new: "wait",
  active: "go",
  retiring: "plain",
  revoked: "plain",
};

/** The signing keys of a domain and the way from an old one to a new one. */
export function KeysCard({ view }: { view: DomainView }): ReactNode {
  const t = useTexts(texts);
  const can = useCan();
  const [making, setMaking] = useState(false);
  return (
    <Card
      title={t("keysTitle")}
      aside={
        can("senders.write") && (
          <Button size="xs" onClick={() => setMaking(true)}>
            {t("newKey")}
          </Button>
        )
      }
    >
      <p className="k-muted set-group-text">
        {t("keysText")} <RuleTag rule="SND-01" />
      </p>
      <ul className="set-lines">
        {view.keys.map((key) => (
          <KeyLine key={key.selector} domain={view.domain} entry={key} />
        ))}
      </ul>
      <Modal opened={making} onClose={() => setMaking(false)} title={t("newKeyTitle")} size={560}>
        {making && <NewKey domain={view.domain} onDone={() => setMaking(false)} />}
      </Modal>
    </Card>
  );
}

function KeyLine({ domain, entry }: { domain: string; entry: DomainKeyView }): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const can = useCan();
  const words = useErrorWords();
  const [withdrawing, setWithdrawing] = useState(false);
  const path = `${domainPath(domain)}/keys/${entry.selector}`;
  const options = {
    invalidates: ["/sender-domains"],
    onError: (error: Error) => showProblem(error, words),
  };
  const activate = useApiMutation(() => api.post(`${path}/activate`, {}), {
    ...options,
    onSuccess: () => showDone(t("activated")),
  });
  const withdraw = useApiMutation(() => api.post(`${path}/withdraw`, {}), options);
  const remove = useApiMutation(() => api.delete(path), options);
  const at =
    entry.state === "new"
      ? entry.createdAt
      : entry.state === "retiring"
        ? entry.keepUntil
        : entry.activatedAt;
  const isOld =
    entry.renewFrom !== null && new Date(entry.renewFrom).getTime() <= currentTime().getTime();
  const isSpare = entry.stream !== null || entry.algorithm === "ed25519";
  return (
    <li>
      <div className="set-line-text">
        <code>{entry.selector}</code>
        <Pill tone={TONES[entry.state]}>{t(`keyState.${entry.state}`)}</Pill>
        <p>
          {entry.algorithm === "rsa" ? t("rsa") : "Ed25519"} ·{" "}
          {t(`streams.${entry.stream ?? "all"}`)} · d={entry.signingDomain}
        </p>
        <p>
          {t(`keyWhen.${entry.state}`, { at: at === null ? "" : format.date(at) })}
          {isOld && ` ${t("renew")}`}
        </p>
      </div>
      {can("senders.write") && (
        <div className="k-row">
          {entry.state === "new" && (
            <Button size="xs" loading={activate.isPending} onClick={() => activate.mutate()}>
              {t("activate")}
            </Button>
          )}
          {entry.state === "active" && isSpare && (
            <Button
              size="xs"
              variant="subtle"
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate()}
            >
              {t("withdraw")}
            </Button>
          )}
          {entry.state === "retiring" && (
            <Button size="xs" variant="subtle" color="red" onClick={() => setWithdrawing(true)}>
              {t("withdrawNow")}
            </Button>
          )}
          {(entry.state === "new" || entry.state === "revoked") && (
            <Button
              size="xs"
              variant="subtle"
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t(entry.state === "new" ? "discard" : "removeKey")}
            </Button>
          )}
        </div>
      )}
      <ConfirmDialog
        opened={withdrawing}
        onClose={() => setWithdrawing(false)}
        title={t("withdrawTitle")}
        action={t("withdrawNow")}
        danger
        onConfirm={() => withdraw.mutateAsync()}
      >
        {t("withdrawText")}
      </ConfirmDialog>
    </li>
  );
}

function NewKey({ domain, onDone }: { domain: string; onDone: () => void }): ReactNode {
  const t = useTexts(texts);
  const words = useErrorWords();
  const [algorithm, setAlgorithm] = useState<"rsa" | "ed25519">("rsa");
  const [stream, setStream] = useState<string>("all");
  const [label, setLabel] = useState("");
  const make = useApiMutation(
    () =>
      api.post(`${domainPath(domain)}/keys`, {
        algorithm,
        stream: stream === "all" ? null : stream,
        ...(stream !== "all" && label.trim() !== "" ? { label: label.trim().toLowerCase() } : {}),
      }),
    {
      onSuccess: () => {
        void invalidate(queryClient, ["/sender-domains"]);
        onDone();
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <form className="k-stack" onSubmit={submit}>
      {make.error && <Problem error={make.error} words={words} />}
      <ChoiceCards
        legend={t("algorithm")}
        value={algorithm}
        onChange={setAlgorithm}
        choices={[
          { value: "rsa", title: t("rsa"), text: t("rsaText") },
          { value: "ed25519", title: t("ed25519"), text: t("ed25519Text") },
        ]}
      />
      <Select
        label={t("stream")}
        data={[
          { value: "all", label: t("streams.all") },
          ...keyStreams.map((one) => ({ value: one, label: t(`streams.${one}`) })),
        ]}
        value={stream}
        allowDeselect={false}
        onChange={(value) => setStream(value ?? "all")}
      />
      {stream !== "all" && (
        <TextInput
          label={t("label")}
          description={t("labelHelp")}
          placeholder="news"
          maxLength={32}
          value={label}
          rightSection={<span className="k-small k-muted">.{domain}</span>}
          rightSectionWidth="auto"
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
      )}
      <div className="k-row k-ends">
        <Button onClick={onDone}>{t("cancel")}</Button>
        <Button type="submit" variant="filled" loading={make.isPending}>
          {t("create")}
        </Button>
      </div>
    </form>
  );
}
