import { Button, Modal, TextInput } from "@mantine/core";
import { IconDeviceMobile, IconFingerprint, IconPlus } from "@tabler/icons-react";
import { useState, type FormEvent, type ReactNode } from "react";
import type { FactorKind, FactorView, SecurityView } from "../../../../../contract/sign-in.ts";
import {
  api,
  invalidate,
  ME_KEY,
  queryClient,
  useApiMutation,
  useApiQuery,
} from "../../../api/index.ts";
import {
  AddFactor,
  Card,
  CardSkeletons,
  ConfirmDialog,
  factorTexts,
  Loaded,
  Notice,
  Pill,
  Problem,
  RecoveryCodeList,
  showDone,
  showProblem,
  useFormat,
  useTexts,
  inSentence,
} from "../../../ui/index.ts";
import { texts as shared } from "../shared/texts.ts";
import { securityTexts } from "./security-texts.ts";

const PATHS = ["/me/security", "/sessions"];

async function readAgain(): Promise<void> {
  await invalidate(queryClient, PATHS);
  await queryClient.invalidateQueries({ queryKey: [...ME_KEY] });
}

/** One's own second factors and recovery codes. */
export function SecurityCard(): ReactNode {
  const t = useTexts(securityTexts);
  const query = useApiQuery<SecurityView>("/me/security");
  const [adding, setAdding] = useState(false);
  return (
    <Loaded query={query} skeleton={<CardSkeletons count={1} />}>
      {(security) => (
        <Card
          title={t("title")}
          aside={
            security.factors.length > 0 ? (
              <Pill tone="go">{t("on")}</Pill>
            ) : (
              <Pill tone="wait">{t("off")}</Pill>
            )
          }
          foot={security.provider ? t("provider", { name: security.provider }) : t("foot")}
        >
          <div className="k-stack">
            {security.factors.length === 0 ? (
              <p>{t("none")}</p>
            ) : (
              <ul className="set-lines">
                {security.factors.map((factor) => (
                  <FactorLine key={factor.id} factor={factor} />
                ))}
              </ul>
            )}
            <div>
              <Button
                variant={security.factors.length === 0 ? "filled" : "default"}
                leftSection={<IconPlus size={18} stroke={1.8} aria-hidden="true" />}
                onClick={() => setAdding(true)}
              >
                {t(security.factors.length === 0 ? "setUp" : "add")}
              </Button>
            </div>
            {security.factors.length > 0 && <Recovery left={security.recoveryCodesLeft} />}
          </div>
          <AddDialog opened={adding} onClose={() => setAdding(false)} />
        </Card>
      )}
    </Loaded>
  );
}

function AddDialog({ opened, onClose }: { opened: boolean; onClose: () => void }): ReactNode {
  const t = useTexts(securityTexts);
  const done = (): void => {
    onClose();
    showDone(t("added"));
    void readAgain();
  };
  return (
    <Modal
      opened={opened}
      onClose={() => {
        onClose();
        void readAgain();
      }}
      title={t("setUp")}
      size={480}
      // Recovery codes cannot be shown again: they are not lost by a click beside the dialog.
      closeOnClickOutside={false}
    >
      <AddFactor onDone={done} />
    </Modal>
  );
}

const ICONS = { passkey: IconFingerprint, totp: IconDeviceMobile } satisfies Record<
  FactorKind,
  unknown
>;

function FactorLine({ factor }: { factor: FactorView }): ReactNode {
  const t = useTexts(securityTexts);
  const tShared = useTexts(shared);
  const tFactors = useTexts(factorTexts);
  const format = useFormat();
  const [dialog, setDialog] = useState<"rename" | "remove">();
  const close = (): void => setDialog(undefined);
  const FactorIcon = ICONS[factor.kind];
  return (
    <li>
      <div className="set-person">
        <span className="k-dot" aria-hidden="true">
          <FactorIcon size={20} stroke={1.5} />
        </span>
        <div>
          <b>{factor.name}</b>
          <p>
            {tFactors(`add.${factor.kind}`)}
            {factor.synced && ` · ${t("synced")}`}
            {" · "}
            {factor.lastUsedAt
              ? t("lastUsed", { at: inSentence(format.moment(factor.lastUsedAt)) })
              : t("since", { date: format.date(factor.createdAt) })}
          </p>
        </div>
      </div>
      <div className="k-row">
        <Button
          size="xs"
          aria-label={`${t("rename")}: ${factor.name}`}
          onClick={() => setDialog("rename")}
        >
          {t("rename")}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          color="red"
          aria-label={`${tShared("remove")}: ${factor.name}`}
          onClick={() => setDialog("remove")}
        >
          {tShared("remove")}
        </Button>
      </div>
      <RenameDialog factor={factor} opened={dialog === "rename"} onClose={close} />
      <ConfirmDialog
        opened={dialog === "remove"}
        onClose={close}
        title={t("removeTitle", { name: factor.name })}
        action={tShared("remove")}
        danger
        words={{ last_factor: t("lastFactor") }}
        onConfirm={async () => {
          await api.delete(`/me/factors/${factor.id}`);
          showDone(t("removed"));
          await readAgain();
        }}
      >
        {t("removeText")}
      </ConfirmDialog>
    </li>
  );
}

function RenameDialog(props: {
  factor: FactorView;
  opened: boolean;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(securityTexts);
  const tShared = useTexts(shared);
  const [name, setName] = useState(props.factor.name);
  const save = useApiMutation(
    () => api.patch(`/me/factors/${props.factor.id}`, { name: name.trim() }),
    { invalidates: PATHS, onSuccess: props.onClose },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() !== "") save.mutate();
  };
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t("rename")} size={440}>
      <form className="k-stack" onSubmit={submit}>
        {save.error && <Problem error={save.error} />}
        <TextInput
          label={t("name")}
          required
          withAsterisk={false}
          maxLength={60}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className="k-row k-ends">
          <Button onClick={props.onClose}>{tShared("cancel")}</Button>
          <Button type="submit" variant="filled" loading={save.isPending}>
            {tShared("save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Recovery({ left }: { left: number }): ReactNode {
  const t = useTexts(securityTexts);
  const tFactors = useTexts(factorTexts);
  const [codes, setCodes] = useState<string[]>();
  const renew = useApiMutation(() => api.post<{ recoveryCodes: string[] }>("/me/recovery-codes"), {
    invalidates: PATHS,
    onSuccess: ({ recoveryCodes }) => setCodes(recoveryCodes),
    onError: showProblem,
  });
  const close = (): void => setCodes(undefined);
  return (
    <>
      <Notice
        tone={left < 3 ? "wait" : "plain"}
        action={
          <Button size="xs" loading={renew.isPending} onClick={() => renew.mutate()}>
            {t("renewCodes")}
          </Button>
        }
      >
        {t("codesLeft", { count: left })}
      </Notice>
      <Modal
        opened={codes !== undefined}
        onClose={close}
        title={tFactors("codes.title")}
        size={480}
        closeOnClickOutside={false}
        closeOnEscape={false}
        withCloseButton={false}
      >
        {codes && <RecoveryCodeList codes={codes} onDone={close} />}
      </Modal>
    </>
  );
}
