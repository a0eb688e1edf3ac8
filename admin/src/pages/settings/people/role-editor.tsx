import { Button, Checkbox, Modal, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent, type ReactNode } from "react";
import type { Permission } from "../../../../../contract/operators.ts";
import { areaWords, rightAreas, rightWords } from "../../../../../contract/role-words.ts";
import { KEPT_APART, type RoleView } from "../../../../../contract/roles.ts";
import { api, useApiMutation, useCan } from "../../../api/index.ts";
import { Notice, Problem, showDone, useGo, useLocale, useTexts } from "../../../ui/index.ts";
import { texts as shared } from "../shared/texts.ts";
import { texts, useRoleProblems } from "./texts.ts";

interface Props {
  opened: boolean;
  onClose: () => void;
  /** The role to be changed, or the one that a new one begins with. */
  role: RoleView;
  template: RoleView;
  isNew: boolean;
  names: (role: string) => string;
}

/** An own role: the rights of its template, from which one takes away. */
export function RoleEditor(props: Props): ReactNode {
  const t = useTexts(texts);
  const name = props.names(props.role.id);
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={
        props.isNew
          ? t("roleEditor.titleNew", { role: name })
          : t("roleEditor.titleChange", { name })
      }
      size={720}
    >
      <EditorForm {...props} />
    </Modal>
  );
}

function EditorForm({ role, template, isNew, names, onClose }: Props): ReactNode {
  const t = useTexts(texts);
  const tShared = useTexts(shared);
  const locale = useLocale();
  const can = useCan();
  const go = useGo();
  const problems = useRoleProblems();
  const [name, setName] = useState(isNew ? "" : (role.name ?? ""));
  const [description, setDescription] = useState(role.description);
  const [rights, setRights] = useState<Permission[]>(() =>
    isNew ? startOf(role.permissions.filter(can)) : role.permissions,
  );
  const [tried, setTried] = useState(false);
  const save = useApiMutation(
    () =>
      isNew
        ? api.post<RoleView>("/roles", {
            name: name.trim(),
            description: description.trim(),
            template: template.id,
            permissions: rights,
          })
        : api.patch<RoleView>(`/roles/${role.id}`, {
            name: name.trim(),
            description: description.trim(),
            ...(changed(rights, role.permissions) && { permissions: rights }),
          }),
    {
      invalidates: ["/roles", "/operators"],
      onSuccess: (saved) => {
        showDone(
          t(isNew ? "roleEditor.created" : "roleEditor.changed", { name: saved.name ?? "" }),
        );
        onClose();
        if (isNew) go(`/einstellungen/rollen/${saved.id}`);
      },
    },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (rights.length > 0) save.mutate();
  };
  const apart = KEPT_APART.find((pair) => pair.every((right) => rights.includes(right)));
  return (
    <form className="k-stack" onSubmit={submit}>
      <TextInput
        label={t("roleEditor.name")}
        placeholder={t("roleEditor.nameExample")}
        required
        withAsterisk={false}
        minLength={2}
        maxLength={60}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label={t("roleEditor.description")}
        maxLength={300}
        autosize
        minRows={2}
        value={description}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <p>{t("roleEditor.rights", { role: names(template.id) })}</p>
      <Checkbox.Group
        value={rights}
        onChange={(next) => setRights(next as Permission[])}
        error={tried && rights.length === 0 ? t("roleEditor.oneRight") : undefined}
      >
        <div className="k-stack">
          {rightAreas.map((area) => {
            const here = template.permissions.filter((right) => rightWords[right].area === area);
            return (
              here.length > 0 && (
                <fieldset key={area} className="ppl-check">
                  <legend>{areaWords[area][locale]}</legend>
                  <div className="k-stack">
                    {here.map((right) => (
                      <Checkbox
                        key={right}
                        value={right}
                        label={rightWords[right][locale]}
                        disabled={!can(right) && !rights.includes(right)}
                        description={
                          can(right)
                            ? rightWords[right].personal && t("rights.personal")
                            : t("roleEditor.notYours")
                        }
                      />
                    ))}
                  </div>
                </fieldset>
              )
            );
          })}
        </div>
      </Checkbox.Group>
      {apart && (
        <Notice tone="wait">
          {t("roleEditor.apart", {
            one: rightWords[apart[0]][locale],
            other: rightWords[apart[1]][locale],
          })}
        </Notice>
      )}
      {!isNew && <p className="k-small k-muted">{t("roleEditor.atOnce")}</p>}
      {save.error && <Problem error={save.error} words={problems} />}
      <div className="k-row k-ends">
        <Button onClick={onClose}>{tShared("cancel")}</Button>
        <Button
          type="submit"
          variant="filled"
          loading={save.isPending}
          disabled={apart !== undefined}
        >
          {isNew ? t("roleEditor.create") : tShared("save")}
        </Button>
      </div>
    </form>
  );
}

/** A new role begins without the second right of each pair that four eyes keep apart. */
const startOf = (rights: Permission[]): Permission[] =>
  KEPT_APART.reduce(
    (left, [one, other]) => (left.includes(one) ? left.filter((right) => right !== other) : left),
    rights,
  );

const changed = (one: readonly string[], other: readonly string[]): boolean =>
  one.length !== other.length || one.some((right) => !other.includes(right));
