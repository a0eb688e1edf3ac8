import { Button, Menu, Modal } from "@mantine/core";
import { IconKey, IconShieldOff } from "@tabler/icons-react";
import type { Static } from "typebox";
import { useState, type ReactNode } from "react";
import type { MemberSchema } from "../../../../../contract/operators.ts";
import type { PasswordLinkAnswer } from "../../../../../contract/sign-in.ts";
import { api, useApiMutation } from "../../../api/index.ts";
import { ConfirmDialog, Problem, showDone, useTexts } from "../../../ui/index.ts";
import { SecretOnce } from "../shared/secret-once.tsx";
import { texts as shared } from "../shared/texts.ts";
import { texts } from "./texts.ts";

type Member = Static<typeof MemberSchema>;

/** The way back in for somebody who lost password or second factor. */
export function ResetMenu({ member }: { member: Member }): ReactNode {
  const t = useTexts(texts);
  const [dialog, setDialog] = useState<"factor" | "password">();
  const { name } = member;
  const words = { works_elsewhere: t("reset.worksElsewhere") };
  const reset = useApiMutation(() => api.post(`/operators/${member.id}/factor-reset`), {
    invalidates: ["/operators"],
    onSuccess: () => showDone(t("reset.factorDone", { name })),
  });
  const close = (): void => setDialog(undefined);
  return (
    <>
      <Menu position="bottom-end" width={260}>
        <Menu.Target>
          <Button size="xs" aria-label={t("reset.menuOf", { name })}>
            {t("reset.menu")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconKey size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() => setDialog("password")}
          >
            {t("reset.password")}
          </Menu.Item>
          {member.hasSecondFactor && (
            <Menu.Item
              leftSection={<IconShieldOff size={18} stroke={1.6} aria-hidden="true" />}
              onClick={() => setDialog("factor")}
            >
              {t("reset.factor")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={dialog === "factor"}
        onClose={close}
        title={t("reset.factorTitle", { name })}
        action={t("reset.act")}
        danger
        typeWord={name}
        words={words}
        onConfirm={() => reset.mutateAsync()}
      >
        {t("reset.factorText", { name })}
      </ConfirmDialog>
      <Modal
        opened={dialog === "password"}
        onClose={close}
        title={t("reset.passwordTitle", { name })}
        size={520}
      >
        <PasswordLink member={member} words={words} onClose={close} />
      </Modal>
    </>
  );
}

function PasswordLink(props: {
  member: Member;
  words: Record<string, string>;
  onClose: () => void;
}): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const { name, email, id } = props.member;
  const make = useApiMutation(() =>
    api.post<Static<typeof PasswordLinkAnswer>>(`/operators/${id}/password-link`),
  );
  const made = make.data;
  return (
    <div className="k-stack">
      {make.error && <Problem error={make.error} words={props.words} />}
      {made ? (
        <p>{made.mailed ? t("reset.mailed", { email }) : t("reset.handOver", { name })}</p>
      ) : (
        <p>{t("reset.passwordText", { name })}</p>
      )}
      {made?.link && <SecretOnce value={made.link} label={t("reset.link")} />}
      <div className="k-row k-ends">
        <Button onClick={props.onClose}>{made ? tShared("close") : tShared("cancel")}</Button>
        {!made && (
          <Button variant="filled" loading={make.isPending} onClick={() => make.mutate()}>
            {t("reset.makeLink")}
          </Button>
        )}
      </div>
    </div>
  );
}
