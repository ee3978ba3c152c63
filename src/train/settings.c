// What can be set about training, and what it is when nothing is said.
#include "glassnet.h"

gn_settings gn_settings_default(void) {
  return (gn_settings){
      .optimizer = 0,
      .batch = 32,
      .rate = 0.1,
      .momentum = 0.9,
      .beta1 = 0.9,
      .beta2 = 0.999,
      .eps = 1e-8,
      .shuffle = true,
      .augment = gn_augment_default,
  };
}
