import { lambda } from "../lambda/types";
import { serviceModule } from "../module";
import { scheduleType } from "./rules";
import { Schedules } from "./service";
import { scheduler } from "./types";

export const schedulerModule = serviceModule({
  key: scheduler,
  title: "Amazon EventBridge Scheduler",
  description: {
    does: "invokes functions at a declared rate, as the schedule's role lets it, and half a minute after the twin's start",
    leavesOut:
      "cron expressions, one-time schedules, time windows, retries, dead-letter queues, targets that are no function",
    sources: {
      "rate-based schedules": "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based",
      "execution role":
        "https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role",
    },
  },
  standsInFor: [scheduleType],
  needs: [lambda],
  create: (context, services) => new Schedules(context, services.get(lambda)),
});
