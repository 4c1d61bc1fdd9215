#include <samestory/samestory.h>

#include <iostream>
#include <vector>

int main() {
  const std::vector<samestory::Article> articles = {
      {.id = "coast-1", .text = "The ferry Aldona ran aground off Port Lessing on Monday with 214 people on board."},
      {.id = "wire-7", .text = "All 214 passengers left the ferry Aldona unhurt after it ran aground at Port Lessing."},
      {.id = "echo-3", .text = "The ferry Aldona ran aground off Port Lessing on Monday with 214 people on board."},
      {.id = "echo-4", .text = "Tolvik beat Marren 3-1 in the cup final, their first title since 1987."},
  };
  const samestory::Result result = samestory::cluster(articles);
  for (const samestory::Story& story : result.stories) {
    std::cout << articles[story.lead].text << '\n';
    for (const samestory::StoryMember& member : story.members) {
      const bool copy = member.role == samestory::Role::kCopy || member.role == samestory::Role::kPartial;
      std::cout << "  " << articles[member.article].id << (copy ? " (copy)\n" : "\n");
    }
  }
}
