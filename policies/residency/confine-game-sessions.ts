import { confine } from "../shared/confine";

export const confineGameSessions = confine({
  name: "confine-game-sessions",
  what: "Game sessions, placed in the queue's fleets",
  how: "is placed in",
  destinations: {
    "aws:gamelift/gameSessionQueue:GameSessionQueue": ["reference:destinations[*]", "reference:notificationTarget"],
  },
  remediation: "Queue for fleets in Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/gameliftservers/latest/developerguide/queues-intro.html",
});
