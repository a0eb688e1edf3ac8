import { IconAlertTriangle, IconCheck, IconClock, IconEye } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { DeliverabilityTodo } from "../../../../contract/deliverability.ts";
import { Button } from "@mantine/core";
import { ButtonLink, Card, Pill, TodoList, useLocale, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

const LOOKS = {
  now: { icon: IconAlertTriangle, tone: "danger" },
  soon: { icon: IconClock, tone: "wait" },
  watch: { icon: IconEye, tone: "plain" },
} as const;

/** What somebody should do, the most urgent first, in plain words. */
export function TodosCard({ todos }: { todos: readonly DeliverabilityTodo[] }): ReactNode {
  const t = useTexts(texts);
  const locale = useLocale();
  return (
    <Card title={t("todoTitle")}>
      {todos.length === 0 ? (
        <p className="d-fine">
          <IconCheck size={20} stroke={1.8} aria-hidden="true" /> {t("todoNone")}
        </p>
      ) : (
        <TodoList
          items={todos.map((todo, at) => {
            const { icon: UrgencyIcon, tone } = LOOKS[todo.urgency];
            return {
              id: `${todo.code}-${at}`,
              icon: <UrgencyIcon size={18} stroke={1.6} />,
              tone,
              title: (
                <>
                  {todo.title[locale]} <Pill tone={tone}>{t(`urgency.${todo.urgency}`)}</Pill>
                </>
              ),
              text: todo.text[locale],
              ...(todo.link === null ? {} : { action: <Way link={todo.link} /> }),
            };
          })}
        />
      )}
    </Card>
  );
}

function Way({ link }: { link: NonNullable<DeliverabilityTodo["link"]> }): ReactNode {
  const locale = useLocale();
  if (link.href.startsWith("/"))
    return <ButtonLink to={link.href}>{link.label[locale]}</ButtonLink>;
  return (
    <Button component="a" href={link.href} target="_blank" rel="noreferrer noopener">
      {link.label[locale]}
    </Button>
  );
}
